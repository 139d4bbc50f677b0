"""Random case documents: a sound patent, and a few things that happened to it around the day asked about."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta

PURPOSES = ["statutory_open", "negotiated_ordinary", "transfer", "equity", "programme", "high_value"]
KINDS = ["invention", "utility_model", "design"]
REGISTER = ["status", "fee", "pledge", "preservation", "license", "owner", "declaration"]
SOURCES = ["register"] * 5 + ["gazette", "database", "database:a", "database:a", "database:b", "database:b"]
SOURCES += ["owner", "owner:heu"]
OWNERS = ["heu", "plant", "buyer"]
CODES = ["91110000101623741K", "91350211M0000XUF46", "9111000010162374", "not a code"]
ITEMS = ["patent_number", "owners", "fee_method", "fee_standard", "license_term"]
REASONS = ["regulatory_approval", "force_majeure", "legal_ban", "in_development", "in_negotiation", "other"]


def document(seed: int) -> dict:
    """Make a document with one case; the same seed gives the same document."""
    return _Maker(random.Random(seed)).document()  # noqa: S311 - the documents are made up, not secret.


def years_from(day: date, years: int) -> date:
    """Give the corresponding day."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        # The classes of high value hide one another, so it takes more documents to see each.
        self.theme = rng.choice([*THEMES, "value", "value", "contested"])
        self.sources = ["database:a", "database:b", "database:b"] if self.theme in {"contested", "owners"} else SOURCES
        self.on = date(2026, 1, 1) + timedelta(days=rng.randrange(1500))
        if rng.random() < 0.1:
            self.on = rng.choice([date(2028, 2, 29), date(2027, 2, 28), date(2026, 8, 31), date(2027, 3, 1)])

    def document(self) -> dict:
        base = self.patent()
        changes = THEMES[self.theme]
        kinds = self.rng.sample(changes, min(len(changes), self.rng.choice([0, 1, 1, 2, 2, 3, 4, 6, 8])))
        if self.theme == "value" and self.rng.random() < 0.6:
            kinds = [_not_matched_and_read, *kinds]
        facts = [fact for change in kinds for fact in change(self)]
        if self.rng.random() < 0.15 and facts:
            facts.append(dict(self.rng.choice(facts)) | {"source": self.rng.choice(self.sources)})
        case = {"id": "one", "text": "made up", "on": self.on, "expect": {}}
        if self.rng.random() < 0.25:
            case["known_at"] = self.day()
        if self.rng.random() < (0.7 if self.theme == "value" else 0.35):
            case["params"] = self.params()
        return {"schema_version": 1, **self._placed(case, base, facts)}

    def _placed(self, case: dict, base: dict, facts: list[dict]) -> dict:
        """Write the patent out in the case, or spread it over templates."""
        if self.rng.random() < 0.5:
            return {"cases": [case | {"patent": base | {"facts": self._shuffled([*base["facts"], *facts])}}]}
        half = len(facts) // 2
        patents = {"first": base, "second": {"like": "first", "facts": facts[:half]}}
        patent: dict = {"like": self.rng.choice(["first", "second"]), "facts": facts[half:]}
        if self.rng.random() < 0.2:
            patent["drop"] = self.rng.sample(["checked", "fee_paid", "pledge", "license", "consent"], 2)
        if self.rng.random() < 0.1:
            patent[self.rng.choice(["application_number", "filing_date", "grant_date", "owners"])] = None
        return {"patents": patents, "cases": [case | {"patent": patent}]}

    def _shuffled(self, facts: list[dict]) -> list[dict]:
        return self.rng.sample(facts, len(facts))

    # Days, sources, papers.

    def day(self) -> date:
        """Give a day, mostly near the one asked about."""
        near = [-1, 0, 0, 1, self.rng.randint(-40, 40), self.rng.randint(-200, 200), self.rng.randint(-1500, 300)]
        return self.on + timedelta(days=self.rng.choice(near))

    def fact(self, kind: str, **fields: object) -> dict:
        fact: dict = {"kind": kind, "on": self.day(), "source": self.rng.choice(self.sources), **fields}
        if self.rng.random() < 0.25:
            fact["as_of"] = fact["on"] + timedelta(days=self.rng.choice([0, 1, 20, 200]))
        if self.rng.random() < 0.25:
            fact["recorded_at"] = fact.get("as_of", fact["on"]) + timedelta(days=self.rng.choice([0, 1, 20, 200]))
        return {key: value for key, value in fact.items() if value is not None}

    def span(self, kind: str, **fields: object) -> dict:
        fact = self.fact(kind, **fields)
        fact["from"] = fact.pop("on")
        return fact | self.to(fact["from"])

    def to(self, start: date) -> dict:
        if self.rng.random() < 0.5:
            return {}
        return {
            "to": max(start, self.rng.choice([self.on, self.day(), self.on + timedelta(days=-1), date(2045, 1, 1)]))
        }

    def paper(self, kind: str, **fields: object) -> dict:
        return self.fact(kind, document=None if self.rng.random() < 0.12 else "D1", **fields)

    def consent_fields(self) -> dict:
        revoked = self.day() if self.rng.random() < 0.25 else None
        return {"answer": self.rng.choice([None, None, "given", "refused"]), "revoked": revoked}

    # The sound patent.

    def patent(self) -> dict:
        rng = self.rng
        kind = "invention" if self.theme == "value" else rng.choices(KINDS, [6, 2, 2])[0]
        filing = self.filing(kind)
        grant = filing + timedelta(days=rng.randint(200, 1300))
        if self.theme == "programme":
            grant = years_from(self.on, -4)
        elif rng.random() < 0.35:
            grant = years_from(self.on, -3) + timedelta(days=rng.randint(-1, 1))
        if rng.random() < 0.05:
            grant = self.on + timedelta(days=rng.randint(-1, 2))
        owners = [{"id": name} for name in rng.sample(OWNERS, rng.choice([1, 1, 1, 2, 2, 3]))]
        if rng.random() < 0.2:
            owners[0]["uscc"] = rng.choice(CODES)
        patent = {
            "kind": kind,
            "application_number": self.number(kind, filing) if rng.random() < 0.8 else None,
            "filing_date": filing if rng.random() < 0.95 else None,
            "grant_date": grant if rng.random() < 0.94 else None,
            "owners": owners if rng.random() < 0.97 else [],
            "facts": [*self.payments(filing), *self.readings()],
        }
        return {key: value for key, value in patent.items() if value is not None}

    def filing(self, kind: str) -> date:
        rng = self.rng
        if self.theme == "value":
            return self.on - timedelta(days=rng.randint(1000, 3700))
        if self.theme == "programme":
            return years_from(self.on, -6)
        if rng.random() < 0.4:
            years = rng.choice({"invention": [20, 10, 4], "utility_model": [10, 4], "design": [10, 15]}[kind])
            return years_from(self.on, -years) + timedelta(days=rng.randint(-1, 1))
        if rng.random() < 0.1:
            return rng.choice([date(2021, 5, 31), date(2021, 6, 1), date(2020, 2, 29), date(2016, 2, 29)])
        return self.on - timedelta(days=rng.randint(300, 5200))

    def number(self, kind: str, filing: date) -> str:
        rng = self.rng
        digit = rng.choice({"invention": "18", "utility_model": "29", "design": "3"}[kind])
        digit = rng.choice("12345") if rng.random() < 0.04 else digit
        body = f"{filing.year:04}{digit}{rng.randrange(10**7):07}"
        if rng.random() < 0.1:
            body = f"{rng.randint(85, 99)}{digit}{rng.randrange(10**5):05}"
        rest = sum(int(figure) * (place % 8 + 2) for place, figure in enumerate(body)) % 11
        check = "0123456789X"[(rest + (rng.random() < 0.04)) % 11]
        forms = [f"{body}.{check}", f"ZL{body}.{check}", f"CN {body}{check.lower()}", f"{body[:4]} {body[4:]}．{check}"]
        return rng.choice(forms) if rng.random() < 0.97 else rng.choice(["12345", f"{body}-{check}", "ZL"])

    def payments(self, filing: date) -> list[dict]:
        rng = self.rng
        if rng.random() < 0.05:
            return []
        late = rng.choice([-300, -200, -30, -1, 0, 1, 5, 20, 100, 183, 185, 200, 400])
        until = self.on - timedelta(days=late)
        if self.theme == "fees":
            until = self.on - timedelta(days=rng.choice([400, 200, 199, 100]))
        elif rng.random() < 0.3:
            until = years_from(filing, self.on.year - filing.year + 1)
        if late in {183, 185} and self.theme != "fees":
            month = self.on.month - 6
            until = date(self.on.year - (month < 1), month + 12 * (month < 1), min(self.on.day, 28))
            until += timedelta(days=rng.randint(-1, 1))
        return [{"kind": "fee_paid", "on": until - timedelta(days=rng.randint(1, 380)), "paid_until": until}]

    def readings(self) -> list[dict]:
        rng = self.rng
        if self.theme in {"contested", "owners"}:
            return self.two_databases()
        if self.theme in {"programme", "value"} and rng.random() < 0.8:
            as_of = self.on - timedelta(days=rng.randint(0, 20))
            topics = [*REGISTER, "family", "award"]
            return [{"kind": "checked", "topics": topics, "source": "register", "as_of": as_of}]
        sources = ["register"] * 4 + ["database:a", "database:b", "database"]
        back = [-40, -1, 0, 1, 5, 10, 20, 29, 30, 31, 60, 90, 91, 400]
        readings = []
        for _ in range(rng.choice([0, 1, 1, 1, 1, 2])):
            as_of = self.on - timedelta(days=rng.choice(back))
            readings.append({"kind": "checked", "topics": "all", "source": rng.choice(sources), "as_of": as_of})
        if rng.random() < 0.4:
            as_of = self.on - timedelta(days=rng.choice([0, 100, 364, 365, 366]))
            topics = rng.choice([["family", "award"], ["family"], ["award"]])
            readings.append({"kind": "checked", "topics": topics, "source": "owner", "as_of": as_of})
        return readings

    def two_databases(self) -> list[dict]:
        """Give the readings of two databases, by which what one of them says alone is contested."""
        return [
            {"kind": "checked", "topics": "all", "source": source, "as_of": self.on + timedelta(days=days)}
            for source, days in (("database:a", self.rng.randint(-5, 300)), ("database:b", self.rng.randint(-5, 300)))
        ]

    def params(self) -> dict:
        rng = self.rng
        closed = [self.on + timedelta(days=day) for day in range(rng.randint(-3, 0), rng.randint(0, 3))]
        every = {
            "grant_years": rng.choice([0, 2, 3, 5]),
            "term_years": {rng.choice(KINDS): rng.choice([8, 10, 12])},
            "design_years_before_2021_06_01": rng.choice([10, 15]),
            "grace_months": rng.choice([0, 1, 6]),
            "non_use_months": rng.choice([6, 12, 24]),
            "review_all_reasons": rng.random() < 0.7,
            "maintained_years": rng.choice([5, 8, 10]),
            "maintained_from": rng.choice(["grant", "grant", "filing"]),
            "pledge_amount_min": rng.choice([1000000, 5000000, 8000000]),
            "unconfirmed_offices": rng.choice([[], ["HK"], ["US", "HK"]]),
            "compulsory_grant_years": rng.choice([1, 3]),
            "compulsory_filing_years": rng.choice([2, 4]),
            "stale_days": {rng.choice([*REGISTER[:-1], "family", "award"]): rng.choice([0, 10, 60])},
            "closed_days": closed,
            "license_until": self.day() + timedelta(days=rng.choice([0, 400, 2500])),
            "terms_hash": rng.choice(["abc1", "abc2"]),
        }
        if self.theme == "paper":
            return {"terms_hash": "abc1"}
        if self.theme == "value":
            return {name: every[name] for name in ("pledge_amount_min", "maintained_from")}
        return {name: every[name] for name in rng.sample(list(every), rng.randint(1, 5))}


def _readings(maker: _Maker) -> list[dict]:
    topics = maker.rng.sample([*REGISTER, "family", "award"], maker.rng.randint(1, 4))
    fact: dict = {"kind": "checked", "topics": topics, "source": maker.rng.choice(SOURCES), "as_of": maker.day()}
    if maker.rng.random() < 0.3:
        fact["recorded_at"] = fact["as_of"] + timedelta(days=30)
    return [fact]


def _all_read(maker: _Maker) -> list[dict]:
    source = maker.rng.choice(["database:a", "database:b", "register", "gazette"])
    return [{"kind": "checked", "topics": "all", "source": source, "as_of": maker.day()}]


def _ends(maker: _Maker) -> list[dict]:
    kinds = ["lapse_unpaid", "abandoned", "expired", "invalidated_full", "invalidated_part", "invalidated_part"]
    return [maker.fact(maker.rng.choice(kinds))]


def _lapse_and_restoration(maker: _Maker) -> list[dict]:
    lapse = [maker.fact("lapse_unpaid")] if maker.rng.random() < 0.7 else []
    return [*lapse, maker.fact("restored")]


def _compensation(maker: _Maker) -> list[dict]:
    days = maker.rng.choice([1, 2, 30, 400])
    return [maker.fact("term_compensation", days=days), maker.fact("term_compensation", days=1)]


def _restored(maker: _Maker) -> list[dict]:
    """Give a restoration between the due date and the day asked about."""
    return [maker.fact("restored", on=maker.on - timedelta(days=maker.rng.choice([0, 0, 1, 10, 180, 200, 399, 400])))]


def _lapsed(maker: _Maker) -> list[dict]:
    return [maker.fact("lapse_unpaid", on=maker.on - timedelta(days=maker.rng.choice([0, 1, 10, 200, 400])))]


def _read_after_grace(maker: _Maker) -> list[dict]:
    back = maker.rng.choice([0, 1, 15, 16, 17, 30])
    source = maker.rng.choice(["register", "gazette", "database:a", "database:b", "owner"])
    return [{"kind": "checked", "topics": ["fee"], "source": source, "as_of": maker.on - timedelta(days=back)}]


def _late_payment(maker: _Maker) -> list[dict]:
    start = maker.on - timedelta(days=maker.rng.choice([0, 1, 10, 17, 100, 216, 217, 218]))
    return [maker.fact("fee_paid", on=start, paid_until=start + timedelta(days=maker.rng.choice([30, 200, 300])))]


def _payment(maker: _Maker) -> list[dict]:
    start = maker.day()
    until = start + timedelta(days=maker.rng.choice([10, 100, 185, 365]))
    return [maker.fact("fee_paid", on=start, paid_until=until)]


def _pledge(maker: _Maker) -> list[dict]:
    rng = maker.rng
    ref = rng.choice(["P1", "P2"])
    amount = rng.choice([None, None, 500000, 5000000, 8000000])
    pledge = maker.fact("pledge", ref=ref, amount=amount)
    facts = [pledge | maker.to(pledge["on"])]
    if rng.random() < 0.4:
        facts.append(maker.fact("pledge_released", ref=ref))
    on = maker.day()
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        purposes = rng.choice([["license"], ["transfer"], ["license", "transfer"]])
        facts.append(maker.paper("pledgee_consent", ref=ref, purposes=purposes, on=on, **maker.consent_fields()))
    accepted = [rng.random() < 0.5 for _ in range(rng.choice([0, 0, 0, 1, 2]))]
    return facts + [
        maker.fact("high_value_review", on=on, **{"class": "hv_pledge", "accepted": answer}) for answer in accepted
    ]


def _preservation(maker: _Maker) -> list[dict]:
    fact = maker.fact("preservation", ref="C1", basis=maker.rng.choice(["court", "ownership"]))
    released = [maker.fact("preservation_released", ref="C1")] if maker.rng.random() < 0.4 else []
    return [fact | maker.to(fact["on"]), *released]


def _license(maker: _Maker) -> list[dict]:
    rng = maker.rng
    ref = rng.choice(["L1", "L2"])
    facts = [maker.span("license", ref=ref, type=rng.choice(["ordinary", "sole", "exclusive"]))]
    while rng.random() < 0.45:
        facts.append(maker.span("license", ref=ref, type=rng.choice(["ordinary", "sole", "exclusive"])))
    if rng.random() < 0.3:
        facts.append(maker.fact("license_ended", ref=ref))
    return facts


def _owner_change(maker: _Maker) -> list[dict]:
    rng = maker.rng

    def change(**fields: object) -> dict:
        owners = rng.sample(OWNERS, rng.randint(1, 2))
        return maker.fact("owner_change", owners=owners, reason=rng.choice(["transfer", "rename", "merger"]), **fields)

    first = change(**({"source": "register"} if rng.random() < 0.5 else {}))
    later = first["on"] + timedelta(days=rng.choice([-1, 0, 0, 0, 1, 30]))
    return [first, *([change(on=later)] if rng.random() < 0.5 else [])]


def _consents(maker: _Maker) -> list[dict]:
    rng = maker.rng
    purposes = rng.choice([PURPOSES, rng.sample(PURPOSES, 3)])
    facts = [
        maker.paper("consent", owner=owner, purposes=purposes, on=maker.on - timedelta(days=rng.randint(0, 9)))
        for owner in OWNERS
    ]
    for _ in range(rng.choice([0, 0, 1, 2])):
        on = rng.choice([None, facts[0]["on"]])
        given = {"on": on} if on else {}
        facts.append(
            maker.paper("consent", owner=rng.choice(OWNERS), purposes=purposes, **maker.consent_fields(), **given)
        )
    return facts


def _agreements(maker: _Maker) -> list[dict]:
    kinds = maker.rng.choices(["alone", "all", "none"], k=maker.rng.choice([1, 1, 2]))
    on = maker.on - timedelta(days=maker.rng.randint(-1, 5))
    return [maker.paper("co_owner_agreement", ordinary_license=kind, on=on) for kind in kinds]


def _reports(maker: _Maker) -> list[dict]:
    conclusions = maker.rng.choices(["positive", "positive", "negative"], k=maker.rng.choice([1, 1, 2, 2]))
    on = maker.on - timedelta(days=maker.rng.randint(-1, 5))
    return [maker.paper("evaluation_report", conclusion=conclusion, on=on) for conclusion in conclusions]


def _declaration(maker: _Maker) -> list[dict]:
    rng = maker.rng
    hashes = rng.choice([["abc1"], ["abc1", "abc2"]])
    start = maker.day()
    facts = [maker.fact("declaration_announced", terms_hash=text, on=start) for text in hashes]
    if rng.random() < 0.4:
        facts.append(maker.fact("declaration_withdrawn", on=rng.choice([start, maker.day()])))
    return facts


def _filed(maker: _Maker) -> list[dict]:
    rng = maker.rng
    start = maker.day()
    facts = [maker.fact("declaration_filed", items=ITEMS, on=start)]
    if rng.random() < 0.5:
        items = rng.sample(ITEMS, rng.randint(0, 5))
        facts.append(maker.fact("declaration_filed", items=items, on=rng.choice([start, maker.day()])))
    if rng.random() < 0.3:
        facts.append(maker.fact("declaration_withdrawn", on=rng.choice([start, maker.day()])))
    return facts


def _family(maker: _Maker) -> list[dict]:
    rng = maker.rng
    office = rng.choice(["US", "EP", "HK", "TW", "CN"])
    ended = maker.day() if rng.random() < 0.3 else None
    kind = rng.choice(["overseas_grant"] * 4 + ["overseas_application"])
    return [maker.fact(kind, office=office, number="X1", ended=ended)]


def _award(maker: _Maker) -> list[dict]:
    return [maker.fact("award", body=maker.rng.choice(["national_science", "china_patent", "provincial", "other"]))]


def _use(maker: _Maker) -> list[dict]:
    kind = maker.rng.choice(["own_use", "product_filing", "deal"])
    if maker.rng.random() < 0.3:
        # Around the grant of a patent that is just three years old.
        near = years_from(maker.on, -3) + timedelta(days=maker.rng.randint(-2, 2))
        return [{"kind": kind, "on": near, **({"to": near} if kind == "own_use" else {})}]
    return [maker.span(kind) if kind == "own_use" else maker.fact(kind)]


def _non_use(maker: _Maker) -> list[dict]:
    rng = maker.rng
    age = rng.choice([0, 1, 30, 200, 300, 364, 365, 366, 400])
    start = maker.on - timedelta(days=age)
    facts = [maker.paper("non_use_declaration", on=start, reasons=["none"])]
    if rng.random() < 0.5:
        facts[0]["reasons"] = rng.sample(REASONS, rng.randint(1, 2))
    if rng.random() < 0.2:
        facts.append(maker.paper("non_use_declaration", on=start, reasons=rng.choice([["none"], ["other"]])))
    for _ in range(rng.choice([0, 0, 1, 2])):
        on = rng.choice([start, maker.on, maker.day()])
        facts.append(maker.fact("reason_decision", on=on, proper=rng.random() < 0.5))
    return facts


def _value(maker: _Maker) -> list[dict]:
    rng = maker.rng
    start = maker.day()
    facts = [maker.fact("sei_match", on=start, match=rng.random() < 0.4)]
    if rng.random() < 0.25:
        facts.append(maker.fact("sei_match", on=start, match=rng.random() < 0.5))
    for _ in range(rng.choice([0, 0, 1, 2])):
        name = rng.choice(["hv_sei", "hv_pledge"])
        facts.append(maker.fact("high_value_review", on=start, **{"class": name, "accepted": rng.random() < 0.5}))
    return facts


def _not_matched_and_read(maker: _Maker) -> list[dict]:
    """Give what it takes to fail all classes but that of age."""
    reading = {"kind": "checked", "topics": ["family", "award", "pledge"], "source": "register", "as_of": maker.on}
    return [reading, {"kind": "sei_match", "on": maker.on - timedelta(days=50), "match": False}]


def _grant(maker: _Maker) -> list[dict]:
    near = years_from(maker.on, -3) + timedelta(days=maker.rng.randint(-2, 2))
    return [maker.fact("grant", on=maker.rng.choice([near, maker.day()])) for _ in range(maker.rng.choice([1, 1, 2]))]


def _obstacle(maker: _Maker) -> list[dict]:
    return [maker.span("obstacle", text="a permit is pending")]


CHANGES = [
    _readings,
    _all_read,
    _ends,
    _lapse_and_restoration,
    _compensation,
    _payment,
    _pledge,
    _preservation,
    _license,
    _owner_change,
    _consents,
    _agreements,
    _reports,
    _declaration,
    _filed,
    _family,
    _award,
    _use,
    _non_use,
    _value,
    _not_matched_and_read,
    _grant,
    _obstacle,
]

THEMES = {
    "any": CHANGES,
    "contested": [
        _ends,
        _lapse_and_restoration,
        _payment,
        _pledge,
        _preservation,
        _owner_change,
        _license,
        _declaration,
        _compensation,
        _not_matched_and_read,
    ],
    "programme": [_use, _non_use, _license, _owner_change, _declaration],
    "value": [_value, _not_matched_and_read, _family, _award, _pledge, _grant],
    "fees": [_restored, _restored, _read_after_grace, _read_after_grace, _late_payment, _late_payment, _lapsed, _ends],
    "owners": [_owner_change, _owner_change, _owner_change, _consents, _agreements, _use, _non_use, _readings],
    "paper": [_consents, _agreements, _reports, _filed, _declaration, _pledge],
}
