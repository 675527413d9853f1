"""The words with which customers ask for a person, per language, in the form of `core.language.normal.folded`."""

from collections.abc import Mapping

import msgspec


class Phrases(msgspec.Struct, frozen=True):
    """The parts of a wish, each a list with commas; how they go together stands in `core.language.person`.

    `courtesies` may stand around any wish, `openings` before the rest, `actions` before the person and `closings` after
    it, `articles` directly before it; `alone` are whole wishes.
    """

    courtesies: str
    openings: str
    actions: str
    articles: str
    persons: str
    closings: str
    alone: str


PHRASES: Mapping[str, Phrases] = {
    "en": Phrases(
        courtesies="hi, hello, hey, ok, no, please, pls, thanks, thank you, now, right now, instead, sorry, just",
        openings="""
            can i, could i, may i, can i please, could i please, how can i, how do i, is it possible to,
            can you, could you, can you please, could you please, would you, will you,
            can you help me, could you help me, can you help me to, could you help me to, help me, help me to,
            i want help, want help, assistance, i want assistance, want assistance, how to, what do i need to do to,
            i want to, i wanna, i want, i need to, i have to, i must, i prefer to, i need help, need help, want to,
            id like to, i would like to, id rather, i would rather, let me, please let me, id prefer to
        """,
        actions="""
            talk to, talk with, talking to, talking with, speak to, speak with, speaking to, speaking with,
            chat to, chat with, chatting to, chatting with, contact, reach, get, get me, give me, find me,
            connect me to, connect me with, put me through to, transfer me to, hand me over to, pass me to,
            be connected to, be transferred to, i want, i need, id like, i would like, is there
        """,
        articles="a, an, the, your, some, one of your, any",
        persons="""
            human, real human, human being, actual human, person, real person, actual person, live person, human person,
            agent, real agent, live agent, human agent, support agent, live support agent, customer service agent,
            operator, human operator, representative, colleague, employee, staff member, member of staff,
            customer support, customer service, customer care, support team, human support, live support,
            someone real, somebody real, someone, somebody, someone from support, someone from your team
        """,
        closings="here, i can talk to, i can speak to, i can speak with, i can chat with, to talk to, available, on the line",
        alone="""
            human, a human, real human, a real human, real person, a real person, agent, an agent, live agent,
            a live agent, real agent, a real agent, human agent, a human agent, support agent, operator, representative,
            customer support, customer service, live support, human support, human help, human service,
            contact support, talk to support, speak to support, speak with support, chat with support,
            no bot, not a bot, no robot, not a robot
        """,
    ),
    "nl": Phrases(
        courtesies="""
            hallo, hoi, goedemorgen, goedemiddag, goedenavond, ok, nee, graag, alsjeblieft, alstublieft, aub, svp,
            bedankt, dank je, dank u, nu, liever, sorry
        """,
        openings="""
            kan ik, kan ik even, kan ik ook, mag ik, mag ik even, zou ik, zou ik even, hoe kan ik, waar kan ik,
            ik wil, ik wil graag, ik wil liever, ik wil even, ik wil nu, ik zou graag, ik zou liever, ik moet,
            kun je me, kunt u me, kun je mij, kunt u mij, kan je me, wil je me, wilt u me
        """,
        actions="""
            praten met, spreken met, chatten met, praat met, contact met, contact opnemen met, in contact komen met,
            verbind me met, verbind mij met, verbind me door met, doorverbinden met, geef me, geef mij,
            ik wil, ik wil graag, ik wil liever, ik heb liever, mag ik, kan ik, is er, is er ook
        """,
        articles="een, de, jullie, uw, je, met, met een, met de, met jullie, naar een",
        persons="""
            mens, echt mens, echte mens, levend mens, persoon, echt persoon, echte persoon, medewerker, echte medewerker,
            medewerker van de klantenservice, klantenservicemedewerker, mens van vlees en bloed, collega, klantenservice,
            iemand, iemand van de klantenservice, iemand van jullie, iemand van het team
        """,
        closings="""
            spreken, praten, chatten, te spreken krijgen, te pakken krijgen, bereiken, contact opnemen, doorverbinden,
            spreken of chatten, aan de lijn, met wie ik kan praten, die me kan helpen
        """,
        alone="""
            mens, een mens, echt mens, een echt mens, echte persoon, een echte persoon, medewerker, een medewerker,
            echte medewerker, klantenservice, de klantenservice, geen bot, geen robot, geen computer
        """,
    ),
    "pl": Phrases(
        courtesies="czesc, hej, dzien dobry, dobry wieczor, witam, ok, nie, prosze, dziekuje, dzieki, teraz, od razu",
        openings="""
            chce, chcialbym, chcialabym, chcialbym prosic o, chcialabym prosic o, prosze o, poprosze o, czy moge, moge,
            czy mozna, mozna, jak moge, jak, wole, musze, potrzebuje, czy jest mozliwosc, czy mozesz, mozesz,
            czy moglbym, czy moglabym, daj mi, dajcie mi
        """,
        actions="""
            rozmawiac z, porozmawiac z, rozmowe z, rozmowa z, rozmowy z, pogadac z, pisac z, popisac z,
            kontaktu z, kontakt z, skontaktowac sie z, polacz mnie z, polaczcie mnie z, polaczyc sie z, polaczyc mnie z,
            polaczenie z, przelacz mnie do, przelacz do, przekieruj mnie do, dajcie mi, daj mi, chce, potrzebuje,
            prosze o, poprosze, poprosze o, wole, czy jest tu, czy jest, jest tu
        """,
        articles="jakims, jakas, jakis, jakiegos, z, ze, z jakims, z jakas",
        persons="""
            czlowiekiem, czlowieka, czlowiek, prawdziwym czlowiekiem, prawdziwego czlowieka, prawdziwy czlowiek,
            zywym czlowiekiem, zywego czlowieka, zywy czlowiek, konsultantem, konsultanta, konsultant, konsultantka,
            osoba, prawdziwa osoba, zywa osoba, kims, kims z obslugi, kims z zespolu, pracownikiem, pracownika, pracownik,
            agentem, agenta, operatorem, operatora, obsluga klienta, biurem obslugi klienta,
            kims z biura obslugi klienta, kims z obslugi klienta
        """,
        closings="porozmawiac, rozmawiac, pogadac, sie skontaktowac, popisac, sie polaczyc, z kim moge porozmawiac",
        alone="""
            czlowiek, czlowieka, zywy czlowiek, zywego czlowieka, prawdziwy czlowiek, konsultant, konsultanta, konsultantka,
            z konsultantem, z czlowiekiem, obsluga klienta, biuro obslugi klienta, nie bot, nie z botem, nie robot
        """,
    ),
}
