"""
A second reading of the eligibility page, on plain dictionaries, that shares nothing with the package.

Days are ordinal numbers. Contested facts are tried out one by one: every rule is asked in each world that has some
of them and lacks the others. Times are found by asking on every day that any date of the document could make matter.
Slow and plain on purpose; where the two disagree, one of them misread the page.
"""

from __future__ import annotations

import calendar
import itertools
import unicodedata
from datetime import date

S, N, T, E, P, H = PURPOSES = (
    "statutory_open",
    "negotiated_ordinary",
    "transfer",
    "equity",
    "programme",
    "high_value",
)
DEALS = (S, N, T, E)
BLOCK = {
    "number_check": PURPOSES,
    "granted": PURPOSES,
    "in_force": PURPOSES,
    "annual_fee": (S,),
    "pledge": DEALS,
    "no_preservation": DEALS,
    "no_suspension": (S,),
    "no_exclusive_license": (S, N),
    "no_other_obstacle": (S,),
    "co_owner_consents": DEALS,
    "evaluation_report": (S,),
    "declaration_items": (S,),
    "term_within_patent": (S, N),
    "three_years": (P,),
    "unused": (P,),
    "no_proper_reason": (P,),
    "invention_only": (H,),
    "high_value_class": (H,),
}
WARN = {
    "annual_fee": (N, T, E),
    "no_suspension": (N, T, E),
    "uscc_check": PURPOSES,
    "claims_reduced": DEALS,
    "licenses_survive": (T, E),
}
INFO = {
    "ordinary_license_disclosed": (S, N),
    "exclusive_barred": DEALS,
    "self_executing": (S,),
    "fee_reduction": (S,),
    "compulsory_license_dates": (P,),
}
TOPIC = dict.fromkeys(
    ["lapse_unpaid", "abandoned", "expired", "invalidated_full", "invalidated_part", "restored", "term_compensation"],
    "status",
) | {
    "fee_paid": "fee",
    "pledge": "pledge",
    "pledge_released": "pledge",
    "preservation": "preservation",
    "preservation_released": "preservation",
    "owner_change": "owner",
    "declaration_announced": "declaration",
    "declaration_withdrawn": "declaration",
}
ALL = ("status", "fee", "pledge", "preservation", "license", "owner", "declaration")
PAPERS = ("consent", "pledgee_consent", "co_owner_agreement", "evaluation_report", "non_use_declaration")
RANK = {"owner": 0, "database": 1, "gazette": 2, "register": 3}
STALE = {"status": 30, "fee": 30, "pledge": 30, "preservation": 30, "license": 90, "owner": 90}
STALE |= {"family": 365, "award": 365}
DEFAULT = {
    "grant_years": 3,
    "design_years_before_2021_06_01": 10,
    "grace_months": 6,
    "non_use_months": 12,
    "review_all_reasons": False,
    "maintained_years": 10,
    "maintained_from": "filing",
    "pledge_amount_min": None,
    "unconfirmed_offices": ["HK", "MO", "TW"],
    "compulsory_grant_years": 3,
    "compulsory_filing_years": 4,
    "closed_days": [],
    "license_until": None,
    "terms_hash": None,
}
URGENCY = ["conflict", "stale", "missing", "review"]
FOREVER = date.max.toordinal() + 1
MET, FAILED, NA, APPLIES = ("met", None), ("failed", None), ("not_applicable", None), ("applies", None)


def number(day):
    """Turn a date, or its text, into the number of the day."""
    return None if day is None else (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def later(day, months):
    """Count months by the Civil Code."""
    start = date.fromordinal(day)
    total = start.year * 12 + start.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).toordinal()


def unknown(*reasons):
    """Give what is not known, for the most urgent of the reasons."""
    return ("unknown", min((reason for reason in reasons if reason), key=URGENCY.index))


def merged(case, templates):
    """Write the patent of a case out in full."""

    def full(given):
        base = full(templates[given["like"]]) if given.get("like") else {}
        kept = [fact for fact in base.get("facts") or [] if fact["kind"] not in (given.get("drop") or [])]
        return base | given | {"facts": kept + list(given.get("facts") or [])}

    return full(case["patent"])


class Oracle:
    """The answers for one case of a document."""

    def __init__(self, document, case):
        self.patent = merged(case, document.get("patents") or {})
        given = case.get("params") or {}
        self.params = DEFAULT | {key: entry for key, entry in given.items() if entry is not None}
        self.stale = STALE | (given.get("stale_days") or {})
        self.term_years = {"invention": 20, "utility_model": 10, "design": 15} | (given.get("term_years") or {})
        self.closed = {number(day) for day in self.params["closed_days"]}
        self.on = number(case["on"])
        known_at = number(case.get("known_at"))
        self.facts = [
            fact for fact in map(self._dated, self.patent["facts"]) if known_at is None or fact["rec"] <= known_at
        ]
        self.checks = [fact for fact in self.facts if fact["kind"] == "checked"]
        self.base, self.contested = self._sorted_out()
        self.filing = number(self.patent.get("filing_date"))
        self.grants = self._grants()

    @staticmethod
    def _dated(fact):
        start = number(fact.get("on") or fact.get("from") or fact.get("as_of"))
        as_of = number(fact.get("as_of")) or start
        source = fact.get("source") or "register"
        return fact | {
            "start": start,
            "end": number(fact.get("to")) or FOREVER,
            "as": as_of,
            "rec": number(fact.get("recorded_at")) or as_of,
            "source": source,
            "rank": RANK[source.split(":")[0]],
        }

    # Section 2: which facts count.

    def _sorted_out(self):
        sure, contested = [], []
        for fact in self.facts:
            if fact["kind"] in PAPERS and not fact.get("document"):
                continue
            denial = max((check["rank"] for check in self.checks if self._denies(check, fact)), default=-1)
            if denial < fact["rank"]:
                sure.append(fact)
            elif denial == fact["rank"]:
                contested.append(fact)
        return sure, contested

    def _denies(self, check, fact):
        topic = TOPIC.get(fact["kind"])
        topics = ALL if check["topics"] == "all" else check["topics"]
        if topic not in topics or check["source"] == fact["source"] or check["as"] < fact["start"]:
            return False
        return not any(self._same(other, fact) for other in self.facts if other["source"] == check["source"])

    @staticmethod
    def _same(one, other):
        return (
            one["kind"] == other["kind"]
            and all(str(one.get(key)) == str(other.get(key)) for key in ("ref", "paid_until", "terms_hash"))
            and set(one.get("owners") or ()) == set(other.get("owners") or ())
        )

    def _grants(self):
        said = [(fact["rank"], fact["start"]) for fact in self.facts if fact["kind"] == "grant"]
        if self.patent.get("grant_date"):
            said.append((RANK["database"], number(self.patent["grant_date"])))
        best = max((rank for rank, _ in said), default=None)
        return sorted({day for rank, day in said if rank == best})

    def licenses(self):
        """Give the licenses by reference: the versions of each, one unless its type is contested."""
        versions = {}
        for fact in self.base:
            if fact["kind"] == "license":
                versions.setdefault(fact["ref"], []).append(fact)
        for ref, facts in versions.items():
            best = max(fact["rank"] for fact in facts)
            types = sorted({fact["type"] for fact in facts if fact["rank"] == best})
            # With one type at the top, lower facts of that type stand beside it; with several only the top is heard.
            heard = facts if len(types) == 1 else [fact for fact in facts if fact["rank"] == best]
            versions[ref] = [[fact for fact in heard if fact["type"] == kind] for kind in types]
        return versions

    # Worlds: the facts that are certain, and any selection of the contested ones.

    def decided(self, rule, day):
        """Ask a rule in every world; where the worlds differ, it is a conflict."""
        kinds = USES.get(rule.__name__, ())
        open_facts = [fact for fact in self.contested if fact["kind"] in kinds]
        results = []
        for size in range(len(open_facts) + 1):
            worlds = ([*self.base, *chosen] for chosen in itertools.combinations(open_facts, size))
            results += [rule(self, world, day) for world in worlds]
        if len({result for result, _ in results}) == 1:
            return results[0]
        return ("unknown", "conflict")

    def fresh(self, topic, day):
        """Give ``None`` if the topic was read lately, else the reason why nothing is known."""
        reads = [c["as"] for c in self.checks if topic in (ALL if c["topics"] == "all" else c["topics"])]
        if not reads:
            return "missing"
        return None if day <= max(reads) + self.stale[topic] else "stale"

    def moved(self, day):
        """Move a day on which something has to be done off the closed days."""
        return next(later_day for later_day in itertools.count(day) if later_day not in self.closed)

    def term(self, day):
        """Give the first day after the term."""
        if self.filing is None:
            return None
        years = self.term_years[self.patent["kind"]]
        if self.patent["kind"] == "design" and self.filing < number("2021-06-01"):
            years = self.params["design_years_before_2021_06_01"]
        more = [f["days"] for f in self.base if f["kind"] == "term_compensation" and f["start"] <= day]
        return later(self.filing, 12 * years) + (max(more, default=0) if self.patent["kind"] == "invention" else 0)

    # The answers.

    def results(self, purpose, day):
        """Give result and reason of every rule that binds a purpose."""
        bound = [rule for table in (BLOCK, WARN, INFO) for rule, purposes in table.items() if purpose in purposes]
        return {rule: self.decided(self._asker(rule, purpose), day) for rule in bound}

    @staticmethod
    def _asker(name, purpose):
        rule = RULES[name]
        if name not in {"pledge", "co_owner_consents"}:
            return rule

        def asked(oracle, facts, day):
            return rule(oracle, facts, day, purpose)

        asked.__name__ = rule.__name__
        return asked

    def verdict(self, purpose, day):
        """Give the answer alone."""
        found = {self.decided(self._asker(rule, purpose), day)[0] for rule in BLOCK if purpose in BLOCK[rule]}
        return "no" if "failed" in found else "unknown" if "unknown" in found else "yes"

    def answer(self, purpose):
        """Give the whole answer on the day of the case."""
        day, results = self.on, self.results(purpose, self.on)
        blocking = {rule: result for rule, (result, _) in results.items() if purpose in BLOCK.get(rule, ())}
        failed = {rule for rule, result in blocking.items() if result == "failed"}
        doubtful = {rule for rule, result in blocking.items() if result == "unknown"}
        warned = {
            r for r, (result, _) in results.items() if purpose in WARN.get(r, ()) and result in {"failed", "unknown"}
        }
        met = purpose == H and results["high_value_class"][0] == "met"
        return {
            "answer": "no" if failed else "unknown" if doubtful else "yes",
            "failed": failed,
            "unknown": doubtful,
            "warned": warned,
            "noted": {rule for rule, (result, _) in results.items() if result == "applies"},
            "classes": self.classes(day) if met else set(),
            "reasons": {rule: reason for rule, (_, reason) in results.items()},
            "earliest": self.earliest(purpose, failed) if failed and not doubtful else None,
        }

    def classes(self, day):
        """Give the classes of high value that certain facts meet."""
        return {name for name, (result, _) in value_classes(self, self.base, day).items() if result == "met"}

    def earliest(self, purpose, failed):
        """Give the day from which time alone has cured every failed rule."""
        days = [self.cure(rule, purpose) for rule in failed]
        if None in days or (self.term(self.on) is not None and max(days) >= self.term(self.on)):
            return None
        return None if max(days) >= FOREVER else max(days)

    def cure(self, rule, purpose):
        """Give the day from which one failed rule is cured."""
        day = self.on
        facts = {
            "no_preservation": lambda: held(self.base, "preservation", day, basis="court"),
            "no_suspension": lambda: held(self.base, "preservation", day, basis="ownership"),
            "no_other_obstacle": lambda: held(self.base, "obstacle", day),
            "no_exclusive_license": lambda: barring(self, day),
            "pledge": lambda: [
                f for f in held(self.base, "pledge", day) if pledgee(self, self.base, f, purpose, day) == FAILED
            ],
        }
        if rule in facts:
            ends = [fact["end"] for fact in facts[rule]()]
            return None if FOREVER in ends else max(ends) + 1
        if rule == "granted":
            return self.grants[0] if self.grants else None
        if rule == "three_years":
            return later(self.grants[0], 12 * self.params["grant_years"]) + 1
        if rule == "high_value_class":
            return maintained_from(self) + 1
        return None

    def next_change(self, purpose):
        """Ask again on every later day that some date of the document could make matter."""
        now = self.verdict(purpose, self.on)
        for day in self.days():
            if day > self.on and self.verdict(purpose, day) != now:
                return day
        return None

    def days(self):
        """Give every day on which a comparison could come out otherwise."""
        days = {day for fact in self.facts for day in self._days_of(fact)}
        shifts = {0, *(fact["days"] for fact in self.facts if fact["kind"] == "term_compensation")}
        years = {*self.term_years.values(), self.params["design_years_before_2021_06_01"]}
        counted = {self.params[key] for key in ("grant_years", "maintained_years")}
        if self.filing is not None:
            days |= {later(self.filing, 12 * count) + shift for count in years for shift in shifts}
        for start in [*self.grants, *([] if self.filing is None else [self.filing])]:
            days |= {start} | {later(start, 12 * count) + 1 for count in counted}
        return sorted(days)

    def _days_of(self, fact):
        plain = [number(fact.get(key)) for key in ("revoked", "ended")]
        days = {fact["start"], fact["end"] + 1, *(day for day in plain if day is not None)} - {FOREVER + 1}
        if fact["kind"] == "checked":
            days |= {fact["as"] + count + 1 for count in self.stale.values()}
        if fact["kind"] == "fee_paid":
            until = number(fact["paid_until"])
            for day in (self.moved(until), self.moved(later(until, self.params["grace_months"]))):
                days |= {day, day + 1}
        if fact["kind"] == "non_use_declaration":
            days.add(later(fact["start"], self.params["non_use_months"]) + 1)
        return days


def ends_it(end, fact):
    """Tell whether an end counts against a fact at all."""
    return end["rank"] >= fact["rank"] and end["start"] >= fact["start"] and end.get("ref") == fact.get("ref")


ENDS = {"pledge": "pledge_released", "preservation": "preservation_released", "license": "license_ended"}


def runs(facts, fact, day):
    """Tell whether a fact holds on a day."""
    end = ENDS.get(fact["kind"])
    return fact["start"] <= day <= fact["end"] and not any(
        other["kind"] == end and ends_it(other, fact) and other["start"] <= day for other in facts
    )


def held(facts, kind, day, **also):
    """Give the facts of a kind that hold on a day."""
    return [f for f in facts if f["kind"] == kind and all(f[k] == v for k, v in also.items()) and runs(facts, f, day)]


def so_far(facts, kind, day, **also):
    """Give the facts of a kind that have started."""
    return [f for f in facts if f["kind"] == kind and f["start"] <= day and all(f.get(k) == v for k, v in also.items())]


def last(facts):
    """Give the facts of the last day."""
    return [fact for fact in facts if fact["start"] == max(other["start"] for other in facts)]


def number_check(oracle, facts, day):
    text = oracle.patent.get("application_number")
    if text is None:
        return NA
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split()).upper().replace(".", "")
    while plain[:2] in {"ZL", "CN"}:
        plain = plain[2:]
    body, check = plain[:-1], plain[-1:]
    if len(body) not in {8, 12} or not set(body) <= set("0123456789") or check not in list("0123456789X"):
        return FAILED
    total = 0
    for place, digit in enumerate(body):
        total += int(digit) * (place % 8 + 2)
    if "0123456789X"[total % 11] != check:
        return FAILED
    digit = body[2] if len(body) == 8 else body[4]
    kinds = {"1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model", "3": "design"}
    return MET if kinds.get(digit) == oracle.patent["kind"] else FAILED


def granted(oracle, facts, day):
    if len(oracle.grants) > 1:
        return unknown("conflict")
    if not oracle.grants:
        return unknown(oracle.fresh("status", day)) if oracle.fresh("status", day) else FAILED
    return MET if day >= oracle.grants[0] else FAILED


def lapse(oracle, facts, day):
    """Tell what an unpaid fee has done: nothing, ended the right, or nobody knows."""
    paid = [(f["start"], number(f["paid_until"])) for f in facts if f["kind"] == "fee_paid"]
    until = max((until for start, until in paid if start <= day), default=None)
    if until is None or day < oracle.moved(until):
        return "alive"
    end_of_grace = oracle.moved(later(until, oracle.params["grace_months"]))
    if any(start <= end_of_grace and further > until for start, further in paid):
        return "alive"
    reads = [c for c in oracle.checks if "fee" in (ALL if c["topics"] == "all" else c["topics"])]
    after = [c["rank"] for c in reads if c["as"] > end_of_grace]
    for back in so_far(oracle.base, "restored", day):
        if back["start"] > oracle.moved(until) and (not after or back["rank"] >= max(after)):
            return "alive"
    return "ended" if after else "unread" if day > end_of_grace else "alive"


def in_force(oracle, facts, day):
    if granted(oracle, facts, day) == FAILED:
        return NA
    back = so_far(oracle.base, "restored", day)
    ended = so_far(facts, "abandoned", day) + so_far(facts, "expired", day)
    ended += [f for f in facts if f["kind"] == "invalidated_full"]
    ended += [f for f in so_far(facts, "lapse_unpaid", day) if not any(ends_it(b, f) for b in back)]
    term, unpaid = oracle.term(day), lapse(oracle, facts, day)
    if ended or unpaid == "ended" or (term is not None and day >= term):
        return FAILED
    reasons = [oracle.fresh("status", day), term is None and "missing", unpaid == "unread" and "stale"]
    return unknown(*reasons) if any(reasons) else MET


def annual_fee(oracle, facts, day):
    if granted(oracle, facts, day) == FAILED:
        return NA
    until = max((number(f["paid_until"]) for f in so_far(facts, "fee_paid", day)), default=None)
    if until is None:
        return unknown("missing")
    due = oracle.moved(until)
    if day <= due:
        return MET
    if lapse(oracle, facts, day) == "ended":
        return FAILED
    reads = [c["as"] for c in oracle.checks if "fee" in (ALL if c["topics"] == "all" else c["topics"])]
    if not reads:
        return unknown("missing")
    return FAILED if max(reads) > due and not oracle.fresh("fee", day) else unknown("stale")


def paper(papers, day):
    """Give what the last consent says: met, failed, missing or conflict."""
    if not papers:
        return unknown("missing")
    said = set()
    for entry in last(papers):
        revoked = number(entry.get("revoked"))
        said.add((entry.get("answer") or "given") == "given" and not (revoked is not None and revoked <= day))
    return unknown("conflict") if len(said) > 1 else MET if said == {True} else FAILED


def pledgee(oracle, facts, fact, purpose, day):
    use = "license" if purpose in {S, N} else "transfer"
    papers = so_far(facts, "pledgee_consent", day, ref=fact["ref"])
    return paper([entry for entry in papers if use in entry["purposes"]], day)


def pledge(oracle, facts, day, purpose):
    said = [pledgee(oracle, facts, fact, purpose, day) for fact in held(facts, "pledge", day)]
    if FAILED in said:
        return FAILED
    reasons = [reason for _, reason in said] + [oracle.fresh("pledge", day)]
    return unknown(*reasons) if any(reasons) else MET


def nothing(oracle, found, topic, day):
    """Give the result of a rule that asks that nothing is there."""
    if found:
        return FAILED
    return unknown(oracle.fresh(topic, day)) if oracle.fresh(topic, day) else MET


def no_preservation(oracle, facts, day):
    return nothing(oracle, held(facts, "preservation", day, basis="court"), "preservation", day)


def no_suspension(oracle, facts, day):
    return nothing(oracle, held(facts, "preservation", day, basis="ownership"), "preservation", day)


def barring(oracle, day):
    return [
        fact
        for versions in oracle.licenses().values()
        for version in versions
        for fact in version
        if fact["type"] != "ordinary" and runs(oracle.base, fact, day)
    ]


def no_exclusive_license(oracle, facts, day):
    results = set()
    for choice in itertools.product(*oracle.licenses().values()):
        facts_now = [fact for version in choice for fact in version]
        bars = [fact for fact in facts_now if fact["type"] != "ordinary" and runs(oracle.base, fact, day)]
        results.add(nothing(oracle, bars, "license", day))
    return results.pop() if len({result for result, _ in results}) == 1 else unknown("conflict")


def no_other_obstacle(oracle, facts, day):
    return FAILED if held(facts, "obstacle", day) else MET


def co_owner_consents(oracle, facts, day, purpose):
    changes = so_far(oracle.base, "owner_change", day)
    doubts = so_far(oracle.contested, "owner_change", day)
    owners, start, rank = {owner["id"] for owner in oracle.patent.get("owners") or []}, -1, -1
    if changes:
        newest = last(changes)
        rank = max(fact["rank"] for fact in newest)
        start = newest[0]["start"]
        sets = {frozenset(fact["owners"]) for fact in newest if fact["rank"] == rank}
        if len(sets) > 1:
            return unknown("conflict")
        owners = set(*sets)
    for doubt in doubts:
        rival = doubt["start"] > start or (doubt["start"] == start and doubt["rank"] >= rank)
        if rival and set(doubt["owners"]) != owners:
            return unknown("conflict")
    if oracle.fresh("owner", day):
        return unknown(oracle.fresh("owner", day))
    if not owners:
        return unknown("missing")
    if len(owners) == 1:
        return NA
    consents = [f for f in so_far(facts, "consent", day) if purpose in f["purposes"]]
    said = [paper([f for f in consents if f["owner"] == owner], day) for owner in owners]
    if all(result == MET for result in said):
        return MET
    if purpose == N:
        agreements = so_far(facts, "co_owner_agreement", day)
        kinds = {fact["ordinary_license"] for fact in last(agreements)} if agreements else set()
        if len(kinds) != 1:
            return unknown("conflict" if kinds else "missing")
        if kinds != {"all"}:
            return NA
    return FAILED if FAILED in said else unknown(*(reason for _, reason in said))


def evaluation_report(oracle, facts, day):
    if oracle.patent["kind"] == "invention":
        return NA
    reports = so_far(facts, "evaluation_report", day)
    said = {fact["conclusion"] for fact in last(reports)} if reports else set()
    if len(said) != 1:
        return unknown("conflict" if said else "missing")
    return MET if said == {"positive"} else FAILED


def declaration_items(oracle, facts, day):
    withdrawn = max((f["start"] for f in so_far(oracle.base, "declaration_withdrawn", day)), default=-1)
    filed = [f for f in so_far(facts, "declaration_filed", day) if f["start"] > withdrawn]
    if not filed:
        return NA
    said = {len(set(fact["items"])) == 5 for fact in last(filed)}
    return unknown("conflict") if len(said) > 1 else MET if said == {True} else FAILED


def term_within_patent(oracle, facts, day):
    until, term = number(oracle.params["license_until"]), oracle.term(day)
    if until is None:
        return NA
    return unknown("missing") if term is None else MET if until <= term - 1 else FAILED


def three_years(oracle, facts, day):
    if len(oracle.grants) != 1:
        return unknown("conflict" if oracle.grants else "missing")
    return MET if day > later(oracle.grants[0], 12 * oracle.params["grant_years"]) else FAILED


def declared(oracle, facts, day):
    papers = so_far(facts, "non_use_declaration", day)
    if not papers:
        return [], unknown("missing")
    newest = last(papers)
    valid = day <= later(newest[0]["start"], oracle.params["non_use_months"])
    return newest, MET if valid else unknown("stale")


def unused(oracle, facts, day):
    results = set()
    for grant in oracle.grants or [0]:
        spans = [(f["start"], f["end"]) for f in facts if f["kind"] == "own_use"]
        spans += [(f["start"], f["start"]) for f in facts if f["kind"] in {"product_filing", "deal"}]
        spans += [(f["start"], f["start"]) for f in facts if f["kind"] == "owner_change" and f["reason"] == "transfer"]
        for version in (version for versions in oracle.licenses().values() for version in versions):
            for fact in version:
                ends = [f["start"] - 1 for f in facts if f["kind"] == "license_ended" and ends_it(f, fact)]
                spans.append((fact["start"], min([fact["end"], *ends])))
        used = any(max(start, grant) <= min(end, day) for start, end in spans)
        reasons = [oracle.fresh("license", day), oracle.fresh("owner", day), declared(oracle, facts, day)[1][1]]
        results.add(FAILED if used else unknown(*reasons) if any(reasons) else MET)
    return results.pop() if len(results) == 1 else unknown("conflict")


def no_proper_reason(oracle, facts, day):
    newest, state = declared(oracle, facts, day)
    if state != MET:
        return state
    decisions = [f for f in so_far(facts, "reason_decision", day) if f["start"] >= newest[0]["start"]]
    if decisions:
        said = {fact["proper"] for fact in last(decisions)}
        return unknown("conflict") if len(said) > 1 else FAILED if said == {True} else MET
    sets = {frozenset(fact["reasons"]) for fact in newest}
    if len(sets) > 1:
        return unknown("conflict")
    plain = sets == {frozenset(["none"])} and not oracle.params["review_all_reasons"]
    return MET if plain else unknown("review")


def compulsory_license_dates(oracle, facts, day):
    if len(oracle.grants) != 1 or oracle.filing is None:
        return NA
    by_grant = later(oracle.grants[0], 12 * oracle.params["compulsory_grant_years"])
    by_filing = later(oracle.filing, 12 * oracle.params["compulsory_filing_years"])
    return APPLIES if day > by_grant and day > by_filing else NA


def invention_only(oracle, facts, day):
    return MET if oracle.patent["kind"] == "invention" else FAILED


def reviewed(facts, name, day):
    reviews = [f for f in so_far(facts, "high_value_review", day) if f["class"] == name]
    said = {fact["accepted"] for fact in last(reviews)} if reviews else set()
    if not said:
        return None
    return unknown("conflict") if len(said) > 1 else MET if said == {True} else FAILED


def maintained_from(oracle):
    """Give the tenth anniversary, or the reason why there is none."""
    if oracle.params["maintained_from"] == "grant" and len(oracle.grants) != 1:
        return "conflict" if oracle.grants else "missing"
    start = oracle.filing if oracle.params["maintained_from"] == "filing" else oracle.grants[0]
    return "missing" if start is None else later(start, 12 * oracle.params["maintained_years"])


def value_classes(oracle, facts, day):
    classes = {}
    match = so_far(facts, "sei_match", day)
    said = {fact["match"] for fact in last(match)} if match else set()
    by_match = unknown({0: "missing", 2: "conflict"}[len(said)]) if len(said) != 1 else None
    by_match = by_match or (unknown("review") if said == {True} else FAILED)
    classes["hv_sei"] = reviewed(facts, "hv_sei", day) or by_match

    abroad = [f for f in so_far(facts, "overseas_grant", day) if f["office"] != "CN"]
    abroad = [f for f in abroad if number(f.get("ended")) is None or day < number(f["ended"])]
    offices = {fact["office"] for fact in abroad}
    if offices - set(oracle.params["unconfirmed_offices"]):
        classes["hv_overseas"] = MET
    else:
        classes["hv_overseas"] = unknown("review") if offices else absent(oracle, "family", day)

    tenth = maintained_from(oracle)
    classes["hv_maintained"] = unknown(tenth) if isinstance(tenth, str) else MET if day > tenth else FAILED

    pledges = so_far(facts, "pledge", day)
    amounts = [fact.get("amount") for fact in pledges]
    least = oracle.params["pledge_amount_min"]
    if not pledges:
        classes["hv_pledge"] = absent(oracle, "pledge", day)
    elif reviewed(facts, "hv_pledge", day):
        classes["hv_pledge"] = reviewed(facts, "hv_pledge", day)
    elif least is None:
        classes["hv_pledge"] = unknown("review")
    elif max((amount for amount in amounts if amount is not None), default=-1) >= least:
        classes["hv_pledge"] = MET
    else:
        classes["hv_pledge"] = unknown("missing") if None in amounts else FAILED

    won = [f for f in so_far(facts, "award", day) if f["body"] in {"national_science", "china_patent"}]
    classes["hv_award"] = MET if won else absent(oracle, "award", day)
    return classes


def absent(oracle, topic, day):
    return unknown(oracle.fresh(topic, day)) if oracle.fresh(topic, day) else FAILED


def high_value_class(oracle, facts, day):
    found = list(value_classes(oracle, facts, day).values())
    if MET in found:
        return MET
    reasons = [reason for _, reason in found]
    return unknown(*reasons) if any(reasons) else FAILED


def uscc_check(oracle, facts, day):
    codes = [owner["uscc"] for owner in oracle.patent.get("owners") or [] if owner.get("uscc")]
    return NA if not codes else MET if all(map(code_holds, codes)) else FAILED


def code_holds(code):
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or not set(code) <= set(letters):
        return False
    total = sum(letters.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    return (total + letters.index(code[17])) % 31 == 0


def claims_reduced(oracle, facts, day):
    return nothing(oracle, so_far(facts, "invalidated_part", day), "status", day)


def licenses_survive(oracle, facts, day):
    every = [fact for versions in oracle.licenses().values() for version in versions for fact in version]
    return nothing(oracle, [fact for fact in every if runs(facts, fact, day)], "license", day)


def ordinary_license_disclosed(oracle, facts, day):
    certain = [versions[0] for versions in oracle.licenses().values() if len(versions) == 1]
    running = [f for version in certain for f in version if f["type"] == "ordinary" and runs(facts, f, day)]
    return APPLIES if running else NA


def stands(oracle, day):
    """Give the hashes of the declaration that stands."""
    events = so_far(oracle.base, "declaration_announced", day) + so_far(oracle.base, "declaration_withdrawn", day)
    newest = last(events) if events else []
    if any(fact["kind"] == "declaration_withdrawn" for fact in newest):
        return set()
    return {fact.get("terms_hash") for fact in newest}


def exclusive_barred(oracle, facts, day):
    return APPLIES if stands(oracle, day) else NA


def fee_reduction(oracle, facts, day):
    return APPLIES if stands(oracle, day) else NA


def self_executing(oracle, facts, day):
    wanted = oracle.params["terms_hash"]
    return APPLIES if wanted is not None and stands(oracle, day) == {wanted} else NA


RULES = {name: globals()[name] for table in (BLOCK, WARN, INFO) for name in table}
USES = {
    "in_force": ("lapse_unpaid", "abandoned", "expired", "invalidated_full", "fee_paid"),
    "annual_fee": ("fee_paid",),
    "pledge": ("pledge", "pledge_released"),
    "no_preservation": ("preservation", "preservation_released"),
    "no_suspension": ("preservation", "preservation_released"),
    "unused": ("owner_change",),
    "high_value_class": ("pledge",),
    "claims_reduced": ("invalidated_part",),
}
