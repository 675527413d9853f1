"""The commonest words of each language, which say how a question is asked and not what it is about."""

# Short on purpose: negations are not among them ("I have not received it"), nor any word a help centre may be about.
FUNCTION_WORDS = {
    "da": """
        af at da de dem den der deres det dette dig din dit du en er et for fra gør ham han har have hun hvad hvem
        hvilken hvis hvor hvordan hvorfor hvornår i jeg jer kan kunne man med men mig min mine mit må når og om os
        på sig sin skal skulle som så til ud var ved vi vil ville være
    """,
    "de": """
        aber als am an auf aus bei bin bis bitte da das dass dein dem den der des dich die dies diese dir doch du
        durch ein eine einem einen einer er es euer für habe haben hat hätte ich ihr im in ist ja kann kannst können
        könnte machen man mein meine meinem meinen meiner mich mir mit muss nach noch nun ob oder sein sich sie sind
        so soll tun über um und uns von wann warum was welche wenn wer werden wie wieso wir wird wo zu zum zur
    """,
    "en": """
        a about am an and any are as at be been but by can could d did do does doing for from get give had has have
        he help her hi hello his how i if in into is it its just know let like ll m may me mine more much my need of
        on or our out please re s shall she should so some tell than that the their them then there these they this
        to up us ve want was we were what when where which while who why will with would you your
    """,
    "es": """
        a al algo como con cual cuando cuanto de del desde donde e el ella en eres es esta estan este esto estoy
        favor fue ha hace hacer han hay he la las le les lo los me mi mis o para pero por porque puede puedo que
        quien quiero se sea ser si sobre son soy su sus te tengo tiene tu u un una uno unos y ya yo
    """,
    "fr": """
        a ai as au aux avec bonjour c ce ces cet cette comment d dans de des du elle en est et être eu fait faire
        faut il ils j je l la le les leur lui m ma mais me mes moi mon n nous on ont ou où par peut peux plaît pour
        pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont sur t ta te tes toi
        ton tu un une va veux voir vos votre vous y
    """,
    "it": """
        a ad ai al all alla anche c che chi ci ciò come con cosa cui d da dal dall dalla degli dei del dell della delle di dove
        e
        è ed fare favore gli ha hai hanno ho i il in io l la le lei lo loro lui ma me mi mia mie mio nei nel nell nella o
        per perché più posso può qual quale quali quando quanto questa questo se sei si sia sono su sua suo sul sull ti
        tu un una uno vi voglio
    """,
    "nl": """
        aan al als ben bij dan dat de deze die dit doe doen door dus een en er geen graag had heb hebben heeft het
        hij hoe hoeveel hun ik in is ja je jij jouw jullie kan krijg krijgen kunnen kun maar me mee meer men met mij
        mijn moet na naar nog nu of om omdat onze ons ook op over te tot u uit uw van voor waar waarom wanneer wat
        we welk welke wel wie wij wil word worden wordt zal ze zich zij zijn zo zou
    """,
    "pl": """
        a aby albo ale am będzie by być chcę ci co coś czego czemu czy czym dla dlaczego do gdy gdzie go i ich ile
        im in ja jak jaka jaki jakie jako jego jej jest jestem jeśli już kiedy kto która które który ma mam mi mnie
        mną mogę moja moje mój może można mu musi muszę my na nad nam nas o od on ona ono oraz po pod proszę przez
        przy są się skąd swoje ta tak ten to tu twój ty tym u w we wy z za ze że
    """,
    "pt": """
        a ao aos as até com como da das de do dos e é ela ele em era essa esse esta está estão este estou eu fazer
        favor foi há isso isto já lhe mais mas me meu meus minha minhas na nas no nos o onde os ou para pela pelo
        por porque posso pode qual quais quando quanto que quem quero se ser seu seus são sobre sou sua te tem tenho
        um uma você
    """,
    "sv": """
        alla att av bli blir de dem den denna det detta dig din ditt du där efter eller en er ett från för gör göra
        ha han har hade hej hon hur i jag kan kunna man med men mig min mina mitt måste ni när och om oss på sig sin
        ska skulle som så till ut vad var varför vara vem vi vid vilka vilken vilket vill är
    """,
    "zh": """
        我们 你们 怎么 怎样 如何 什么 为什么 哪里 多少 请问 可以 这个 那个 一个
        的 了 吗 呢 吧 啊 是 我 你 您 他 她 它 们 什 么 为 哪 几 多 少 请 能 会 要 想 有 在 和 与 或 也 都 就 这 那 个
        把 被 从 到 对 上 下
    """,
}

# Those of the Chinese ones that are hardly ever part of another word: a text may be cut at them.
PARTICLES = "的了吗呢吧啊我你您他她它们"
