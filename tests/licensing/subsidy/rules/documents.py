"""Random policy files with a case each, such that between them they reach every construct of the format."""

from __future__ import annotations

from random import Random

KINDS = ["license", "open_license", "transfer", "equity", "development"]
PLACES = ["甲省", "乙省"]
PERIODS = ["2023", "2024", "2023-06", "2024-02", "2024-06", "2023-12-31", "2024-01-01", "2024-06-15", "2024-12-31"]
MONEY = [0, 1, 9999, 50000, 99999, 100000, 250000, 333333, 500000, 1000000, 2500000, 9999999]
RATES = ["0", "0.01", "0.05", "0.10", "0.30", "0.333", "0.5", "1"]
MONEY_FIELDS = ["deal.paid", "deal.contract_amount", "deal.covered", "applicant.budget", "deal.arrived"]
GATES = ["deal.registered", "applicant.place", "deal.size", "deal.registered_on", "deal.age", "applicant.size"]


class Maker:
    def __init__(self, seed):
        self.r = Random(seed)  # noqa: S311 - documents of a test, not secrets

    def some(self, chance):
        return self.r.random() < chance

    def money(self):
        r = self.r
        if self.some(0.2):
            return f"{r.randrange(10**7)}.{r.randrange(100):02d}"
        return r.choice(MONEY) if self.some(0.6) else r.randrange(3 * 10**6)

    def rate(self):
        return self.r.choice(RATES) if self.some(0.7) else f"0.{self.r.randrange(10000):04d}"

    def day(self):
        r = self.r
        if self.some(0.3):
            return r.choice([p for p in PERIODS if len(p) == 10])
        return f"{r.choice([2023, 2024])}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"

    def when(self):
        if self.some(0.2):
            return {"round": self.r.choice(["cutoff", "year", "opens_on"])}
        return self.r.choice(PERIODS)

    # Conditions ------------------------------------------------------------------------------------------------

    def gate(self):
        r = self.r
        return r.choice(
            [
                ["deal.registered", "eq", r.choice([True, True, True, False])],
                ["applicant.place", r.choice(["eq"]), r.choice(PLACES)],
                ["applicant.size", "in", r.sample(["small", "micro", "medium"], 2)],
                ["deal.registered_on", "between", [r.choice([None, self.when()]), r.choice([None, self.when()])]],
                ["deal.registered_on", r.choice(["gte", "lte", "eq"]), self.when()],
                ["deal.registered_on", "in", [self.when(), self.when()]],
                ["deal.age", r.choice(["gte", "lte"]), r.choice([1, "2", "2.5", 3])],
                ["deal.age", "between", [r.choice([None, 1]), r.choice([None, "3"])]],
                ["deal.age", "eq", r.choice([1, "2", "2.0"])],
                ["deal.year", "eq", r.choice([2023, "2024", {"round": "year"}])],
                ["deal.absent", "eq", True],
            ]
        )

    # Expressions -----------------------------------------------------------------------------------------------

    def expression(self, depth=0):
        r = self.r
        if depth >= 2 or self.some(0.45):
            return r.choice(MONEY_FIELDS)
        kind = r.choice(["by", "min", "mul", "sub", "until", "between"])
        if kind == "by":
            kinds = r.sample(KINDS, 3)
            return {"by": "deal.type", "table": {k: self.expression(depth + 1) for k in kinds}}
        if kind == "mul":
            return {"mul": [self.expression(depth + 1), r.choice(["applicant.vat_rate", "deal.share"])]}
        if kind in ("min", "sub"):
            return {kind: [self.expression(depth + 1) for _ in range(r.randint(1, 3))]}
        if kind == "until":
            return {"payments_until": r.choice([self.when(), self.when(), None])}
        return {"payments_between": [r.choice([None, self.when()]), r.choice([None, self.when()])]}

    # Schemes ---------------------------------------------------------------------------------------------------

    def scheme(self, others):
        r = self.r
        kind = r.choice(["flat", "flat", "lookup", "marginal", "tiers", "tiers", "given", "bureau_plan"])
        made = {"type": kind}
        if kind == "flat":
            made["rate"] = self.rate()
            if self.some(0.1):
                made |= {"rate": None, "confirmed": False}
        elif kind == "lookup":
            key = r.choice(["deal.type", "deal.registered"])
            values = KINDS if key == "deal.type" else ["true", "false"]
            made |= {"key": key, "table": {v: self.rate() for v in r.sample(values, r.randint(1, len(values)))}}
        elif kind == "marginal":
            bounds = sorted(r.sample([50000, 100000, 300000, 500000, 1000000], r.randint(0, 3)))
            made["brackets"] = [{"upto": b, "rate": self.rate()} for b in [*bounds, None]]
        elif kind == "tiers":
            if self.some(0.6):
                made["classify_by"] = r.choice(["base", "deal.contract_amount", self.expression(1)])
            made["tiers"] = [self.tier(n, others) for n in range(r.randint(1, 4))]
        elif kind == "bureau_plan":
            made["factors"] = ["a", "b"]
            if self.some(0.3):
                made["plan_item_cap"] = self.money()
        if kind in ("lookup", "marginal", "tiers") and self.some(0.1):
            made["confirmed"] = False
        return made

    def tier(self, number, others):
        r = self.r
        made = {"id": f"T{number}"}
        bounds = sorted(r.sample([0, 100000, 250000, 500000, 1000000, 3000000], 2))
        if self.some(0.7):
            made["min"] = bounds[0]
        if self.some(0.7):
            made["max"] = bounds[1]
        for key in ("min_incl", "max_incl"):
            if self.some(0.6):
                made[key] = self.some(0.7)
        if self.some(0.3):
            made["when"] = [self.gate()]
        pick = r.random()
        if pick < 0.6:
            made["rate"] = self.rate()
        elif pick < 0.85 or not others:
            made["fixed"] = self.money()
        else:
            made["delegate_to"] = r.choice(others)
        if "delegate_to" not in made:
            if self.some(0.4):
                made["cap"] = self.money()
            if self.some(0.4):
                made["group_cap"] = self.money()
        return made

    # The rest of a policy --------------------------------------------------------------------------------------

    def floor(self, **more):
        made = {"value": self.money(), **more}
        if self.some(0.5):
            made["inclusive"] = self.some(0.5)
        return made

    def cap(self):
        if self.some(0.5):
            return self.money()
        return {"key": "deal.type", "table": {k: self.money() for k in self.r.sample(KINDS, 3)}}

    def group_cap(self):
        r = self.r
        by = r.choice(
            [
                ["applicant.id", "year"],
                ["applicant.id", "cycle"],
                ["deal.achievement"],
                ["applicant.id", "deal.type"],
                ["year", "deal.type"],
                ["applicant.id"],
            ]
        )
        made = {"by": by}
        if by[-1] == "deal.type" and self.some(0.7):
            made["cap_table"] = {k: self.money() for k in r.sample(KINDS, 3)}
        else:
            made["cap"] = self.money()
        if self.some(0.3):
            made["lifetime"] = True
        return made

    def stacking(self):
        r = self.r
        mode = r.choice(
            [
                "exclusive",
                "exclusive_same_level",
                "exclusive_same_type",
                "highest_only",
                "highest_only",
                "top_up_difference",
                "deduct_part",
                "cumulative",
            ]
        )
        made = {"mode": mode}
        if mode == "highest_only":
            scope = r.choice([None, "contract", "deal.achievement", "applicant_deal"])
            made |= {"scope": scope} if scope else {}
        if mode == "exclusive" and self.some(0.5):
            made |= r.choice(
                [{"scope": "contract"}, {"scope": "applicant_deal"}, {"scope": "clause_pair", "with": "p9"}]
            )
        if mode == "exclusive_same_level":
            made["level"] = "province"
        if mode == "exclusive_same_type":
            made["type"] = "license"
        return made

    def dedupe(self):
        r = self.r
        keys = [["deal.patent"], ["deal.achievement"], ["applicant.id", "deal.achievement"], ["deal.absent"]]
        if self.some(0.5):
            return {"key": r.choice(keys), "keep": "first"}
        rules = []
        for _ in range(r.randint(1, 2)):
            rule = {"key": r.choice(keys), "keep": "first"}
            if self.some(0.7):
                rule["types"] = r.sample(KINDS, 2)
            rules.append(rule)
        return {"rules": rules}

    def split(self):
        r = self.r
        levels = r.sample(["province", "city", "county"], r.randint(2, 3))
        form = r.random()
        if form < 0.4:
            parts = {2: ["0.5", "0.5"], 3: ["0.2", "0.4", "0.4"]}[len(levels)]
            if self.some(0.3):
                parts = ["0.3333"] * len(levels)
            return {level: {"share": part} for level, part in zip(levels, parts, strict=True)}
        made = {}
        for level in levels[:-1]:
            made[level] = {"share": "0.3"} if form < 0.5 else {"rate": self.rate()}
            if form >= 0.5 and self.some(0.7):
                made[level]["cap"] = self.money()
        made[levels[-1]] = "rest"
        return made

    def policy(self, number):
        r = self.r
        made = {"id": f"p{number}", "side": "buyer", "scheme": self.scheme([f"p{n}" for n in range(number + 1, 4)])}
        maybe = {
            "deal_types": (0.6, lambda: r.sample(KINDS, r.randint(3, 5))),
            "gates": (0.5, lambda: [self.gate() for _ in range(r.randint(1, 2))]),
            "window": (0.2, lambda: dict(zip(("field", "op", "value"), self.gate(), strict=True))),
            "min_class": (0.15, lambda: self.floor(field=r.choice(["deal.contract_amount", "deal.absent"]))),
            "dedupe": (0.3, self.dedupe),
            "granularity": (0.5, lambda: r.choice(["deal", "patent", "applicant_year", "applicant_year"])),
            "base": (0.95, self.expression),
            "min_base": (0.25, lambda: self.floor(**r.choice([{}, {"scope": "deal"}, {"scope": "group"}]))),
            "min_group": (0.15, self.min_group),
            "semantics": (0.7, lambda: r.choice(["exact", "ceiling"])),
            "line_cap": (0.4, self.cap),
            "line_cap_confirmed": (0.1, lambda: False),
            "cap_fields": (0.2, lambda: [self.expression(1) for _ in range(r.randint(1, 2))]),
            "per_patent_cap": (
                0.25,
                lambda: {"key": "deal.type", "table": {k: self.money() for k in r.sample(KINDS, 4)}},
            ),
            "bundle": (0.3, lambda: r.choice(["average", "one_item"])),
            "addons": (0.25, lambda: [self.addon() for _ in range(r.randint(1, 2))]),
            "group_caps": (0.45, lambda: [self.group_cap() for _ in range(r.randint(1, 3))]),
            "min_payout": (
                0.2,
                lambda: self.floor(**r.choice([{}, {"scope": ["applicant", "clause"]}, {"scope": "line"}])),
            ),
            "stacking": (0.5, self.stackings),
            "pool": (0.55, self.pool),
            "plan_item_cap": (0.1, self.money),
            "priority": (0.3, lambda: r.sample(KINDS, 2)),
            "split": (0.3, self.split),
            "earmark": (0.2, lambda: {"to": "inventors", "min_share": self.rate()}),
            "rounding": (0.4, self.rounding),
            "version_date": (0.15, lambda: r.choice(["deal.signed_on", "deal.recorded_on", "round.opens_on"])),
            "valid": (0.3, lambda: {"from": "2024", "to": r.choice(["2024", None])}),
        }
        made |= {key: make() for key, (chance, make) in maybe.items() if self.some(chance)}
        made["case_defaults"] = {
            "applicant": {"id": "A", "place": PLACES[0], "size": "small", "vat_rate": "0.06", "budget": 400000},
            "deal": {"type": "license", "registered": True, "registered_on": "2024-03-01", "age": 2, "year": 2024},
        }
        return made

    def min_group(self):
        made = {}
        if self.some(0.7):
            made |= self.floor(field=self.r.choice(["deal.contract_amount", "deal.paid"]))
        if self.some(0.7) or not made:
            made["min_count"] = self.r.randint(1, 3)
        return made

    def addon(self):
        made = {"rate": self.rate()}
        if self.some(0.7):
            made["when"] = [self.gate()]
        if self.some(0.7):
            made["cap"] = self.money()
        return made

    def stackings(self):
        if self.some(0.7):
            return self.stacking()
        return [self.stacking() for _ in range(self.r.randint(1, 3))]

    def pool(self):
        mode = self.r.choice(["ratio_from_base", "float_rate", "pro_rata", "hard_cap", None])
        made = {} if mode is None else {"mode": mode}
        if self.some(0.6):
            made["amount"] = self.money()
        if self.some(0.2):
            made["plan_item_cap"] = self.money()
        return made

    def rounding(self):
        made = {}
        if self.some(0.7):
            made["unit"] = self.r.choice(["0.01", "0.1", "1", 10, "100", 10000])
        if self.some(0.6):
            made["mode"] = self.r.choice(["DOWN", "HALF_UP"])
        return made

    # Cases -----------------------------------------------------------------------------------------------------

    def deal(self):
        r = self.r
        maybe = {
            "type": (0.7, lambda: r.choice([*KINDS, *KINDS, None])),
            "paid": (0.9, self.money),
            "contract_amount": (0.8, self.money),
            "covered": (0.4, self.money),
            "arrived": (0.5, self.money),
            "share": (0.5, lambda: r.choice(["0.5", "1", "0.25"])),
            "payments": (
                0.6,
                lambda: [{"paid_on": self.day(), "amount": self.money()} for _ in range(r.randint(0, 4))],
            ),
            "patents": (0.4, lambda: r.randint(1, 5)),
            "patent": (0.5, lambda: r.choice(["P1", "P2", ""])),
            "achievement": (0.5, lambda: r.choice(["X1", "X2"])),
            "contract": (0.4, lambda: r.choice(["C1", "C2"])),
            "registered": (0.2, lambda: r.choice([False, None])),
            "registered_on": (0.5, lambda: r.choice([self.day(), self.r.choice(PERIODS), None])),
            "recorded_on": (0.3, self.day),
            "signed_on": (0.3, self.day),
            "age": (0.4, lambda: r.choice([1, 2, "2.5", 4])),
            "year": (0.3, lambda: r.choice([2023, "2024"])),
        }
        return {key: make() for key, (chance, make) in maybe.items() if self.some(chance)}

    def case(self, policy):
        r = self.r
        made = {"id": "c1", "expect": {"total": 0}}
        kind = policy["scheme"]["type"]
        if (kind == "given" and self.some(0.9)) or self.some(0.05):
            made["entitlements"] = [self.money() for _ in range(r.randint(0, 5))]
        elif kind == "bureau_plan" and self.some(0.8):
            made["plan"] = [self.money() for _ in range(r.randint(0, 4))]
        elif self.some(0.15):
            made["deals_repeat"] = {"count": r.randint(0, 6), "deal": self.deal()}
            if self.some(0.5):
                made["deals_repeat"]["vary"] = r.choice(["achievement", "deal.patent"])
        else:
            made["deals"] = [{"id": f"d{n + 1}", **self.deal()} for n in range(r.randint(0, 4))]
        maybe = {
            "applicant": (0.3, lambda: {"place": r.choice(PLACES), "size": r.choice(["small", "large"])}),
            "already": (0.4, lambda: [self.money() for _ in range(r.randint(0, 4))]),
            "pool": (0.6, self.money),
            "others_base": (0.4, self.money),
            "prior": (0.3, lambda: {k: self.money() for k in r.sample(["A", "X1", "license", "2024", "R1"], 2)}),
            "round": (0.7, self.round),
            "override": (
                0.15,
                lambda: r.choice([{"line_cap": None}, {"group_caps": [self.group_cap()]}, {"gates": None}]),
            ),
        }
        return made | {key: make() for key, (chance, make) in maybe.items() if self.some(chance)}

    def round(self):
        r = self.r
        maybe = {
            "cutoff": (0.7, self.day),
            "year": (0.7, lambda: r.choice([2023, 2024])),
            "opens_on": (0.5, self.day),
            "rate": (0.6, self.rate),
            "id": (0.5, lambda: "R1"),
        }
        return {key: make() for key, (chance, make) in maybe.items() if self.some(chance)}

    def document(self):
        """One file: up to three policies (so that tiers can delegate), one case each."""
        policies = [self.policy(number) for number in range(1, self.r.randint(1, 3) + 1)]
        for policy in policies:
            policy["cases"] = [self.case(policy)]
        made = {"schema_version": 1, "policies": policies}
        if self.some(0.5):
            made["defaults"] = {"rounding": {"mode": "DOWN", "unit": "0.01", "stage": "line", **self.rounding()}}
        return made
