"""The tables of the published directory. What is not public is not in them."""

from alliances.models.alliance import Alliance
from alliances.models.ancestry import RegionAncestry, RegionName
from alliances.models.circle import Circle
from alliances.models.directory import DirectoryVersion, FormerAddress
from alliances.models.facets import FacetCount
from alliances.models.listing import Listing
from alliances.models.lookups import Prefix
from alliances.models.postings import Posting, Word
from alliances.models.profile import AllianceProfile
from alliances.models.region import Region
from alliances.models.town import Town, TownName

__all__ = [
    "Alliance",
    "AllianceProfile",
    "Circle",
    "DirectoryVersion",
    "FacetCount",
    "FormerAddress",
    "Listing",
    "Posting",
    "Prefix",
    "Region",
    "RegionAncestry",
    "RegionName",
    "Town",
    "TownName",
    "Word",
]
