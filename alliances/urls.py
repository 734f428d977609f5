from django.urls import path

from alliances.views import lists, pages, places, regions

app_name = "alliances"

urlpatterns = [
    path("", pages.home, name="home"),
    path("alliances/", lists.alliance_list, name="list"),
    path("alliances/<slug:slug>/", lists.alliance_detail, name="detail"),
    path("regions/", regions.region_list, name="regions"),
    path("regions/<slug:code>/", regions.region_detail, name="region"),
    path("places/", places.place_search, name="places"),
    path("places/suggest", places.place_suggest, name="suggest"),
    path("places/<int:geonameid>/", places.place_detail, name="place"),
    path("about/", pages.about, name="about"),
    path("criteria/", pages.criteria, name="criteria"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
