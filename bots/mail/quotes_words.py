"""The few words by which mail programs in our languages mark what they quote, and what they sign. Pure."""

import re

# How the headers of a quoted mail begin: Outlook, Apple Mail and webmail, in eleven languages.
FROM = frozenset(
    ("from", "von", "de", "da", "van", "od", "från", "fra", "发件人", "寄件者", "寄件人", "expéditeur", "afzender")
)
SENT = frozenset(
    (
        *(
            "sent",
            "date",
            "gesendet",
            "datum",
            "envoyé",
            "enviado",
            "enviado el",
            "fecha",
            "inviato",
            "data",
            "verzonden",
        ),
        *(
            "enviada",
            "enviada em",
            "wysłano",
            "wysłane",
            "skickat",
            "sendt",
            "dato",
            "发送时间",
            "日期",
            "时间",
            "已发送",
        ),
    )
)
SUBJECT = frozenset(
    ("subject", "betreff", "objet", "sujet", "asunto", "oggetto", "onderwerp", "assunto", "temat", "ämne", "emne", "主题", "主旨",
     "主題")
)  # fmt: skip

# What stands before the subject of an answer or a forwarded mail, as often as it went to and fro.
_ANSWERS = "re|aw|sv|res|rif|r|antw|odp|回复|回覆|答复"
_HANDS_ON = "fwd?|wg|rv|enc|tr|i|doorst|pd|vb|vs|转发|轉寄"
_PREFIX = re.compile(rf"\s*({_ANSWERS}|{_HANDS_ON})\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)
_FORWARDED = re.compile(rf"\s*({_HANDS_ON})\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)

SENT_FROM = re.compile(
    r"(sent|shared|written) (from|via|with|using|by)\b|get outlook|"
    r"(von|aus|mit) meine[mr]\b.*gesendet|gesendet (von|mit|via|aus|über)\b|diese nachricht wurde von|(hol|lad|besorg).*outlook|"
    r"envoyé (de|depuis|à partir|avec|par|via)\b|(téléchargez|obtenez|télécharger) outlook|"
    r"enviad[oa] (desde|con|por|do|da|de|a partir|com|pelo|pela|via|através)\b|(obtener|obtén|descargar|obter|obtenha) o?\s?outlook|"
    r"inviat[oa] (da|dal|dall|con|tramite)\b|(scarica|ottieni) outlook|"
    r"(verzonden|verstuurd) (vanaf|met|via|vanuit|door|vanop)\b|(download|verkrijg|haal) outlook|outlook voor|"
    r"wysłan[eoay] (z|ze|za|przez|przy)\b|pobierz .*outlook|"
    r"skickat (från|via|med)\b|(hämta|skaffa) outlook|sendt (fra|via|med)\b|(hent|få) outlook|"
    r"发自|發自|从.{1,30}(发送|发出)|來自|来自|获取.*outlook|下载.*outlook|通过.{1,30}发送"
)
DEVICES = re.compile(
    r"iphone|ipad|ipod|android|galaxy|samsung|huawei|honor|xiaomi|redmi|oppo|oneplus|pixel|nokia|xperia|motorola|blackberry|"
    r"windows|outlook|yahoo|gmail|gmx|web\.de|t-online|proton|hotmail|icloud|thunderbird|spark|sparrow|aol|k-9|k9|fairemail|"
    r"wp poczta|interia|o2|libero|virgilio|orange|laposte|zoho|mail(?!\w)|e-mail|mobil|smartphone|handy|telefon|teléfono|"
    r"téléphone|telefoon|telemóvel|móvil|cellulare|phone|tablet|手机|手機|邮箱|qq"
)


def plain_subject(subject: str) -> str:
    """A subject without what answers put before it, to be compared with another."""
    rest = " ".join(subject.split())
    while found := _PREFIX.match(rest):
        rest = rest[found.end() :]
    return rest.strip().casefold()


def hands_on(subject: str) -> bool:
    """Whether the subject says that another mail is passed on."""
    return bool(_FORWARDED.match(subject))


def answers(subject: str) -> bool:
    """Whether the subject says that another mail is answered: not every program names the mail."""
    return bool(_PREFIX.match(subject)) and not hands_on(subject)
