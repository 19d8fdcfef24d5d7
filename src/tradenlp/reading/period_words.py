"""Words beside a number or a month that tell what it is: a quantity, a code, a verb."""

from __future__ import annotations

HARD_UNITS = frozenset(
    "percent pct percentage bps basis thousand million billion trillion crore crores lakh lakhs mn bn tn mln bln mt "
    "tonne tonnes ton tons "
    "kg kilogram kilograms kilogrammes litres liters barrels bpd bushels bales bags mw gw mwh gwh twh kwh megawatts "
    "gigawatts km kilometres "
    "kilometers miles metres meters hectares acres teu teus feu bcf bcm mmbtu cubic square dollars dollar euro euros "
    "yuan rupees rupee yen won "
    "pounds baht ringgit rubles roubles reais pesos francs dirhams riyals gmt utc ist hrs hours hour hectolitres "
    "heads pieces sets carats "
    "ounces points usd rmb eur inr times".split()
)
"""A number before one of these is a quantity, never a day or a year."""
SOFT_UNITS = frozenset(
    "vehicles cars units companies enterprises firms containers trips trains vessels ships people persons workers "
    "countries products "
    "businesses boxes trucks projects jobs items lots shipments calls voyages buses motorcycles aircraft houses "
    "cities ports exporters "
    "tourists visitors species stores shops orders members applications cases head cattle animals economies markets "
    "factories varieties types employees staff rooms seats".split()
)
"""Counted nouns: a number before one is a count, unless a preposition says that it is a year."""
NO_YEAR_AFTER = frozenset(
    "rs re inr usd eur gbp rmb cny jpy krw tk pkr bdt php idr myr thb aud cad nzd sgd hkd chf zar no nos number hs "
    "iso vision agenda horizon "
    "incoterms expo copyright regulation directive resolution law decree article page pages tel phone fax room suite "
    "ref release circular notice bulletin issue nr sitc isic chapter chapters heading headings subheading code "
    "codes section nace gmt "
    "version revision bpm postal pin zip kes ngn egp brl rub sar aed survey".split()
)
MODAL_AFTER_MAY = frozenset(
    "be have not also well still never see rise fall help hit lead need come go get take make cause affect i we you "
    "he she they it "
    "include become remain continue require result apply lose gain face keep even only soon or".split()
)
