"""Threats of suicide and violence, and what only sounds like one, in each language."""

import pytest

from core.language.distress import is_urgent
from core.language.spec import LANGUAGES
from core.model.ids import Language

URGENT = {
    "en": """
        I'm going to kill myself
        im gonna kms
        i want to die
        I don't want to live anymore
        If I don't get my money back I will kill myself
        I keep having suicidal thoughts since this happened
        I will come to your office with a gun
        I'm gonna kill you
        I will find the seller and stab him. I swear I'll kill that seller
        I'm going to burn down your office
        I want to kill all women
        I know where you live
        there is a bomb in your warehouse
        """,
    "de": """
        ich bring mich um
        Ich will nicht mehr leben
        ich werde mich umbringen
        Wenn das Geld nicht kommt, nehme ich mir das Leben. Ich möchte sterben
        ich habe Selbstmordgedanken
        Ich bringe euch alle um
        Ich werde den Verkäufer umbringen
        ich komme morgen in euer Büro mit einer Pistole
        Ich weiß, wo du wohnst
        Ich werde euer Büro anzünden
        ich stech dich ab
        ich werde dir etwas antun
        """,
    "fr": """
        je vais me suicider
        Je veux mourir
        je ne veux plus vivre
        j'ai envie de mourir
        je vais mettre fin à mes jours
        Je vais vous tuer
        je vais tuer ce vendeur
        je vais venir à votre bureau avec un couteau
        Je sais où tu habites
        je vais brûler votre magasin
        """,
    "es": """
        me voy a matar
        quiero morirme
        No quiero seguir viviendo
        voy a suicidarme
        estoy pensando en quitarme la vida
        te voy a matar
        voy a matar al vendedor
        voy a ir a su oficina con una pistola
        sé dónde vives
        voy a quemar su tienda
        """,
    "it": """
        mi ammazzo
        mi faccio del male
        voglio morire
        Non voglio più vivere
        sto pensando di togliermi la vita
        voglio farla finita
        ti ammazzo
        voglio uccidere il venditore
        vengo nel vostro ufficio con una pistola
        So dove abiti
        voglio bruciare il vostro negozio
        """,
    "pt": """
        vou me matar
        quero morrer
        Não quero mais viver
        estou pensando em tirar minha vida
        vou me suicidar
        vou te matar
        eu vou matar esse vendedor
        vou aí com uma faca
        sei onde você mora
        vou queimar sua empresa
        """,
    "nl": """
        ik maak er een einde aan
        ik maak er een eind aan
        ik ga mezelf wat aandoen
        Ik wil niet meer leven
        ik wil dood
        ik ga zelfmoord plegen
        ik ga mezelf ophangen
        ik vermoord jullie
        ik ga die verkoper vermoorden
        ik kom naar jullie kantoor met een pistool
        Ik weet waar je woont
        ik ga jullie kantoor in brand steken
        """,
    "pl": """
        zabiję się
        zrobię sobie krzywdę
        chcę umrzeć
        Nie chce mi się żyć
        mam myśli samobójcze
        chcę popełnić samobójstwo
        zabiję was wszystkich
        chcę zabić tego sprzedawcę
        przyjdę do was z nożem
        Wiem, gdzie mieszkasz
        spalę wasze biuro
        """,
    "sv": """
        jag ska ta livet av mig
        jag vill dö
        Jag vill inte leva längre
        jag har självmordstankar
        jag tänker ta mitt liv
        jag ska döda dig
        jag kommer att döda säljaren
        jag kommer till ert kontor med en pistol
        Jag vet var ni bor
        jag ska bränna ner ert kontor
        """,
    "da": """
        jeg vil tage mit eget liv
        jeg tager livet af mig
        jeg gør skade på mig selv
        jeg vil dø
        Jeg vil ikke leve mere
        jeg har selvmordstanker
        jeg overvejer at begå selvmord
        jeg slår dig ihjel
        jeg vil dræbe sælgeren
        jeg kommer til jeres kontor med en kniv
        Jeg ved, hvor du bor
        jeg vil brænde jeres kontor
        """,
    "zh": """
        我不想活了
        我想自杀
        我要跳楼
        活着没意思
        我想死
        我要杀了你们
        我要杀了那个卖家
        我会带刀去你们公司
        我知道你住在哪里
        我要炸了你们公司
        我想結束自己的生命
        """,
}
HARMLESS = {
    "en": """
        this app is killing me
        I'd die for this vase
        I would kill for that watch
        the deadline is killing us
        how do I kill the process
        I'm dying to know who won
        I almost died laughing
        I want to die laughing
        I don't want to kill anybody
        the seller shot the photos in bad light
        I will burn the box
        I will come to your office with the parcel
        the battery died after a day
        can I sell a hunting knife
        Is an antique gun allowed?
        a murder mystery novel from 1920
        Suicide Squad poster
        I'm going to beat your price
        kill time
        """,
    "de": """
        das bringt mich noch um
        ich lach mich tot
        für die Vase würde ich sterben
        Mordwerkzeug aus Metall
        das Spiel ist mörderisch
        ich bringe das Paket um fünf Uhr
        Der Akku ist tot
        Darf ich ein Jagdmesser verkaufen?
        ich sterbe vor Neugier
        Ich will niemanden umbringen
        ich komme morgen in euer Büro mit dem Paket
        """,
    "fr": """
        cette attente me tue
        je meurs d'envie de l'avoir
        je vais mourir de rire
        c'est à mourir de rire
        je ne veux tuer personne
        puis-je vendre un couteau de chasse
        la batterie est morte
        je tue le temps
        je vais passer au bureau avec le colis
        un roman policier avec un meurtre
        """,
    "es": """
        esta espera me mata
        me muero de ganas de tenerlo
        me voy a morir de risa
        mataría por ese reloj
        no quiero matar a nadie
        ¿puedo vender un cuchillo de caza?
        la batería murió
        matar el tiempo
        voy a ir a la oficina con el paquete
        una novela de asesinatos
        """,
    "it": """
        questa attesa mi uccide
        muoio dalla voglia di averlo
        voglio morire dal ridere
        ucciderei per quell'orologio
        non voglio uccidere nessuno
        posso vendere un coltello da caccia?
        la batteria è morta
        ammazzare il tempo
        vengo in ufficio con il pacco
        un romanzo giallo con un omicidio
        """,
    "pt": """
        esta espera está a matar-me
        estou morrendo de vontade de ter
        vou morrer de rir
        mataria por esse relógio
        não quero matar ninguém
        posso vender uma faca de caça?
        a bateria morreu
        matar o tempo
        vou aí com o pacote
        prefiro morrer do que pagar isso
        """,
    "nl": """
        dit wachten wordt mijn dood
        ik lach me dood
        ik zou een moord doen voor dat horloge
        ik wil niemand vermoorden
        mag ik een jachtmes verkopen?
        de accu is dood
        de tijd doden
        ik kom naar jullie kantoor met het pakket
        moordspel te koop
        ik ga dood van nieuwsgierigheid naar het bod
        """,
    "pl": """
        to czekanie mnie zabija
        umieram z ciekawości
        umrę ze śmiechu
        zabiłbym za ten zegarek
        nie chcę nikogo zabić
        czy mogę sprzedać nóż myśliwski?
        bateria padła
        zabić czas
        przyjdę do was z paczką
        kryminał o morderstwie
        """,
    "sv": """
        den här väntan tar död på mig
        jag dör av nyfikenhet
        jag skrattar ihjäl mig
        jag skulle kunna döda för den klockan
        jag vill inte döda någon
        får jag sälja en jaktkniv?
        batteriet dog
        döda tiden
        jag kommer till ert kontor med paketet
        en deckare om ett mord
        """,
    "da": """
        den ventetid tager livet af mig
        jeg dør af nysgerrighed
        jeg griner mig ihjel
        jeg kunne dræbe for det ur
        jeg vil ikke slå nogen ihjel
        må jeg sælge en jagtkniv?
        batteriet døde
        slå tiden ihjel
        jeg kommer til jeres kontor med pakken
        en krimi om et mord
        """,
    "zh": """
        笑死我了
        累死我了
        我想死你了
        杀毒软件
        我会杀价
        我不会杀人
        可以卖猎刀吗
        电池死了
        我会带包裹去你们公司
        一本谋杀小说
        """,
}


def table(lines: str) -> list[str]:
    return [line.strip() for line in lines.strip().splitlines()]


def test_the_tables_have_every_language():
    assert set(URGENT) == set(HARMLESS) == {row.code for row in LANGUAGES}


@pytest.mark.parametrize("code", URGENT)
def test_who_may_come_to_harm(code: str):
    assert [words for words in table(URGENT[code]) if not is_urgent(words, Language(code))] == []


@pytest.mark.parametrize("code", HARMLESS)
def test_who_only_sounds_like_it(code: str):
    assert [words for words in table(HARMLESS[code]) if is_urgent(words, Language(code))] == []


@pytest.mark.parametrize("code", URGENT)
def test_a_short_threat_is_understood_in_every_conversation(code: str):
    assert is_urgent("I am going to kill myself", Language(code))
    assert is_urgent("ich bringe mich um", Language(code))


def test_a_threat_at_the_end_of_a_complaint():
    complaint = "I have been waiting for three weeks, nobody answers, and all my money is gone."
    assert is_urgent(f"{complaint} I really do not want to live anymore.", Language("en"))
