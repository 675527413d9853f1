"""Words before whose full stop a sentence goes on, in all languages."""

_LIST = """
    abs approx apt art ave avda bijv blvd blz bspw bzw ca cf dott dr dra dvs ecc ej etc evt evtl exkl ext ggf godz
    hr incl inkl itd itp jf jfr kap kl ltd mdr mio mr mrd mrs ms mwst nb np nr nrn núm obs osv pag pág prof rd resp
    sek sig sog sr sra stk str tel tim tj tlf tzn ul usw vgl vs ww zob zzgl
    jan feb apr jun jul aug sep sept oct okt nov dec dez
"""

ABBREVIATIONS = frozenset(_LIST.split())
