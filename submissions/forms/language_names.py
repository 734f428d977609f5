"""What languages are called by those who speak them, as CLDR has it: people name their own language so.

Written down, for reading it from Babel would load eighty locales into every process; a test compares the two.
"""

OWN_NAMES = {
    "af": "Afrikaans", "am": "አማርኛ", "ar": "العربية", "az": "azərbaycan", "be": "беларуская", "bg": "български",
    "bn": "বাংলা", "bs": "bosanski", "ca": "català", "cs": "čeština", "cy": "Cymraeg", "da": "dansk", "de": "Deutsch",
    "el": "Ελληνικά", "en": "English", "es": "español", "et": "eesti", "eu": "euskara", "fa": "فارسی", "fi": "suomi",
    "fil": "Filipino", "fr": "français", "ga": "Gaeilge", "gl": "galego", "gu": "ગુજરાતી", "he": "עברית", "hi": "हिन्दी",
    "hr": "hrvatski", "hu": "magyar", "hy": "հայերեն", "id": "Indonesia", "is": "íslenska", "it": "italiano",
    "ja": "日本語", "ka": "ქართული", "kk": "қазақ тілі", "km": "ខ្មែរ", "kn": "ಕನ್ನಡ", "ko": "한국어", "ky": "кыргызча",
    "lb": "Lëtzebuergesch", "lo": "ລາວ", "lt": "lietuvių", "lv": "latviešu", "mk": "македонски", "ml": "മലയാളം",
    "mn": "монгол", "mr": "मराठी", "ms": "Melayu", "mt": "Malti", "my": "မြန်မာ", "nb": "norsk bokmål", "ne": "नेपाली",
    "nl": "Nederlands", "nn": "norsk nynorsk", "pa": "ਪੰਜਾਬੀ", "pl": "polski", "pt": "português", "ro": "română",
    "ru": "русский", "rw": "Ikinyarwanda", "si": "සිංහල", "sk": "slovenčina", "sl": "slovenščina", "so": "Soomaali",
    "sq": "shqip", "sr": "српски", "sv": "svenska", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు", "tg": "тоҷикӣ",
    "th": "ไทย", "tr": "Türkçe", "uk": "українська", "ur": "اردو", "uz": "o‘zbek", "vi": "Tiếng Việt", "zh": "中文",
    "zu": "isiZulu",
}  # fmt: skip
# Other names that people have for them, folded, in the languages of the site; CLDR keeps one name of each.
ALSO_CALLED = {
    "castellano": "es", "castilian": "es", "castillan": "es", "farsi": "fa", "flamand": "nl", "flamenco": "nl",
    "flemish": "nl", "mandarin": "zh", "valencia": "ca", "valenciano": "ca", "vlaams": "nl",
}  # fmt: skip
