"""
A second reading of the policy format, written from the page alone: plain dicts, fractions, nothing of the package.

``answer(policy, case, rounding)`` gives what a case may expect: total, awards, eligible, delegated, plan_ok, split,
earmark_min. It explains nothing and refuses nothing; the engine is compared with it on random documents.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

NUMERIC = re.compile(r"-?\d+(\.\d+)?")
DATELIKE = re.compile(r"\d{4}(-\d{2}){0,2}")
F0 = Fraction(0)


def num(v):
    if isinstance(v, bool) or v is None:
        return None
    if isinstance(v, int):
        return Fraction(v)
    return Fraction(v) if isinstance(v, str) and NUMERIC.fullmatch(v) else None


def span(v):
    """Give a date as the pair of (year, month, day) that it runs between; no calendar is needed to compare."""
    s = str(v)
    if isinstance(v, bool) or not DATELIKE.fullmatch(s):
        return None
    nums = [int(x) for x in s.split("-")]
    return tuple(nums + [1, 1][len(nums) - 1 :]), tuple(nums + [12, 31][len(nums) - 1 :])


def text(v):
    return "" if v is None else {True: "true", False: "false"}[v] if isinstance(v, bool) else str(v)


class World:
    def __init__(self, policy, case, rounding):
        self.p = {k: v for k, v in {**policy, **case.get("override", {})}.items() if v is not None}
        d = policy.get("case_defaults", {})
        self.app = {**d.get("applicant", {}), **case.get("applicant", {})}
        self.case = case
        self.round = case.get("round", {})
        kinds = self.p.get("deal_types", [])
        self.deals = []
        for n, raw in enumerate(self._raw_deals(case), 1):
            deal = {"id": f"d{n}", **d.get("deal", {}), **raw}
            if deal.get("type") == "open_license" and "open_license" not in kinds:
                deal["type"] = "license"
            self.deals.append(deal)
        r = {**rounding, **self.p.get("rounding", {})}
        self.unit, self.mode = Fraction(str(r.get("unit", "0.01"))), r.get("mode", "DOWN")

    @staticmethod
    def _raw_deals(case):
        if "deals_repeat" in case:
            rep = case["deals_repeat"]
            out = []
            for k in range(1, rep["count"] + 1):
                deal = {**rep["deal"], "id": f"d{k}"}
                if "vary" in rep:
                    deal[rep["vary"].split(".")[-1]] = f"X{k}"
                out.append(deal)
            return out
        return case.get("deals", [])

    # Facts -----------------------------------------------------------------------------------------------------

    def get(self, name, deal):
        owner, key = name.split(".")
        v = {"deal": deal, "applicant": self.app, "round": self.round}[owner].get(key)
        return None if v == "" else v

    def brought(self, v):
        return self.round.get(v["round"]) if isinstance(v, dict) else v

    def gate(self, gate, deal):
        name, op, want = gate
        v = self.get(name, deal)
        if v is None:
            return False
        if op == "in":
            return any(self.same(v, w) for w in want)
        if op == "between":
            lo, hi = want
            return (lo is None or self.order(v, lo, "ge")) and (hi is None or self.order(v, hi, "le"))
        return self.same(v, want) if op == "eq" else self.order(v, want, {"gte": "ge", "lte": "le"}[op])

    def same(self, v, want):
        want = self.brought(want)
        if want is None:
            return False
        if isinstance(v, bool) or isinstance(want, bool):
            return type(v) is type(want) and v == want
        if num(v) is not None and num(want) is not None:
            return num(v) == num(want)
        if span(v) and span(want):
            return span(want)[0] <= span(v)[0] and span(v)[1] <= span(want)[1]
        return v == want

    def order(self, v, want, how):
        want = self.brought(want)
        if want is None:
            return False
        a, b = num(v), num(want)
        if a is not None and b is not None:
            return a >= b if how == "ge" else a <= b
        if span(v) and span(want):
            return span(v)[0] >= span(want)[0] if how == "ge" else span(v)[1] <= span(want)[1]
        return False

    # Expressions -----------------------------------------------------------------------------------------------

    def expr(self, e, deal):
        if isinstance(e, str):
            return num(self.get(e, deal)) or F0
        if "by" in e:
            branch = e["table"].get(text(self.get(e["by"], deal)))
            return F0 if branch is None else self.expr(branch, deal)
        if "min" in e:
            return min(self.expr(x, deal) for x in e["min"])
        if "mul" in e:
            return math.prod((self.expr(x, deal) for x in e["mul"]), start=Fraction(1))
        if "sub" in e:
            head, *tail = [self.expr(x, deal) for x in e["sub"]]
            return max(F0, head - sum(tail))
        lo, hi = [None, e["payments_until"]] if "payments_until" in e else e["payments_between"]
        for end in (lo, hi):
            if isinstance(end, dict) and self.brought(end) is None:
                return F0
        lo, hi = self.brought(lo), self.brought(hi)
        return sum(
            (
                num(q["amount"])
                for q in deal.get("payments") or []
                if (lo is None or span(q["paid_on"])[0] >= span(lo)[0])
                and (hi is None or span(q["paid_on"])[1] <= span(hi)[1])
            ),
            F0,
        )

    def about_deals(self, e):
        """Whether an expression reads a deal at all."""
        if isinstance(e, str):
            return e.startswith("deal.")
        if "by" in e:
            return e["by"].startswith("deal.") or any(map(self.about_deals, e["table"].values()))
        return any(k.startswith("payments") or any(map(self.about_deals, v)) for k, v in e.items())

    def over(self, e, deals):
        if not self.about_deals(e):
            return max(F0, self.expr(e, deals[0] if deals else {}))
        return sum((max(F0, self.expr(e, d)) for d in deals), F0)

    def year(self, deal):
        fields = ["deal.recorded_on", "deal.registered_on", "deal.signed_on", "round.opens_on"]
        for f in [self.p["version_date"]] if "version_date" in self.p else fields:
            s = span(self.get(f, deal)) if self.get(f, deal) is not None else None
            if s:
                return str(s[0][0])
        return ""

    def rounded(self, x):
        steps = x / self.unit
        return self.unit * (math.floor(steps) if self.mode == "DOWN" else math.floor(steps + Fraction(1, 2)))


def passes(floor, value):
    bound = num(floor["value"])
    return value > bound or (value == bound and floor.get("inclusive", True))


def shrink(amounts, limit, unit, only_whole):
    """In proportion, cut to the unit, the rest by largest remainder, never above what one had."""
    total = sum(amounts)
    want = [a * limit / total for a in amounts]
    got = [unit * math.floor(w / unit) for w in want]
    queue = sorted(range(len(amounts)), key=lambda i: (-(want[i] - got[i]), i))
    spare, before = limit - sum(got), None
    while spare > 0 and spare != before:
        before = spare
        for i in queue:
            step = unit if only_whole else min(unit, spare, amounts[i] - got[i])
            if 0 < step <= spare and got[i] + step <= amounts[i]:
                got[i] += step
                spare -= step
    return got


def shares(total, weights, unit):
    whole = sum(weights)
    if total == 0:
        return [F0 for _ in weights]
    want = [total * w / whole for w in weights]
    got = [unit * math.floor(w / unit) for w in want]
    spare = total - sum(got)
    for i in sorted(range(len(got)), key=lambda i: (got[i] - want[i], i)):
        give = min(unit, max(spare, F0))
        got[i] += give
        spare -= give
    return got


class Item:
    """One line."""

    def __init__(self, deals, head, kind, entitled=None):
        self.deals, self.head, self.kind, self.entitled = deals, head, kind, entitled
        self.base = self.amount = self.already = F0
        self.live, self.tier, self.number = True, None, 0


def answer(policy, case, rounding):
    w = World(policy, case, rounding)
    outside = "entitlements" in case or "plan" in case
    out = {"delegated": [], "plan_ok": None, "split": {}, "earmark_min": None}
    items, out["eligible"] = outside_items(w) if outside else deal_items(w)
    if not outside:
        out["delegated"] = pay(w, items)
    elif "plan" in case and w.p["scheme"]["type"] == "bureau_plan":
        out["plan_ok"] = plan_holds(w)
    for item in items:
        item.amount = w.rounded(item.amount)
    if not outside:
        cap_groups(w, items)
    stack(w, items)
    for item in items:
        item.amount = w.rounded(item.amount)
    least_payout(w, items)
    total = sum((item.amount for item in items), F0)
    out["total"] = total
    out["awards"] = hand_out(w, items)
    if "split" in w.p:
        out["split"] = split(w, items, total)
    if "earmark" in w.p:
        part = total * num(w.p["earmark"]["min_share"])
        out["earmark_min"] = w.unit * math.ceil(part / w.unit)
    return out


def outside_items(w):
    amounts = w.case["entitlements"] if "entitlements" in w.case else w.case["plan"]
    items = []
    for n, a in enumerate(amounts):
        item = Item([], {}, "", num(a))
        item.number = n
        item.base = item.amount = num(a)
        already = w.case.get("already", [])
        item.already = num(already[n]) if n < len(already) else F0
        if w.p["scheme"]["type"] == "given":
            item.amount, item.already = max(F0, item.amount - item.already), F0
        items.append(item)
    return items, bool(items)


def deal_items(w):
    p = w.p
    fit = [d for d in w.deals if covered(w, d)]
    group_ok = group_reached(w, fit)
    fresh = first_ones(w, fit)
    by_year = p.get("granularity") == "applicant_year"
    floor = p.get("min_base")
    base = p.get("base")
    if by_year:
        kept = fresh
        if floor and floor.get("scope") == "deal":
            kept = [d for d in fresh if passes(floor, base_of(w, base, [d]))]
        item = Item(kept, fit[0] if fit else {}, fit[0].get("type") if fit else "")
        item.base, item.live = base_of(w, base, kept), bool(kept)
        already = w.case.get("already", [])
        item.already = sum((num(a) for a in already[: len(w.deals)]), F0)
        items = [item]
    else:
        items = []
        for n, d in enumerate(w.deals):
            item = Item([d], d, d.get("type"))
            item.live, item.number = any(d is x for x in fresh), n
            item.base = base_of(w, base, [d]) if item.live else F0
            already = w.case.get("already", [])
            item.already = num(already[n]) if n < len(already) else F0
            items.append(item)
    if not group_ok:
        for item in items:
            item.live = False
    if floor:
        scope = floor.get("scope") or ("group" if by_year else "deal")
        if scope == "group":
            if not passes(floor, sum((i.base for i in items if i.live), F0)):
                for item in items:
                    item.live = False
        elif not by_year:
            for item in items:
                item.live = item.live and passes(floor, item.base)
    return items, bool(fit) and group_ok


def base_of(w, base, deals):
    if base is None or not deals:
        return F0
    return w.over(base, deals)


def covered(w, d):
    p = w.p
    if "deal_types" in p and d.get("type") not in p["deal_types"]:
        return False
    gates = list(p.get("gates", []))
    if "window" in p:
        gates.append([p["window"][k] for k in ("field", "op", "value")])
    if not all(w.gate(g, d) for g in gates):
        return False
    if "min_class" in p:
        v = w.get(p["min_class"]["field"], d)
        return v is not None and passes(p["min_class"], num(v))
    return True


def group_reached(w, fit):
    g = w.p.get("min_group")
    if g is None:
        return True
    if len(fit) < g.get("min_count", 0):
        return False
    return "field" not in g or passes(g, sum((num(w.get(g["field"], d)) or F0 for d in fit), F0))


def first_ones(w, fit):
    spec = w.p.get("dedupe")
    rules = [] if spec is None else spec.get("rules", [spec])
    out, seen = [], set()
    for d in fit:
        marks = []
        for n, rule in enumerate(rules):
            if "types" in rule and d.get("type") not in rule["types"]:
                continue
            key = tuple(text(w.get(f, d)) for f in rule["key"])
            if any(key):
                marks.append((n, d.get("type") if rule.get("types") else None, key))
        if not any(m in seen for m in marks):
            out.append(d)
        seen.update(marks)
    return out


def pay(w, items):
    p, delegated = w.p, []
    pool = p.get("pool", {})
    live = [i for i in items if i.live]
    money = num(w.case.get("pool", pool.get("amount")))
    sigma = sum((i.base for i in live), F0) + (num(w.case.get("others_base")) or F0)
    year_rate = num(w.round.get("rate"))

    def at(part, rate):
        rate = num(rate)
        if pool.get("mode") == "ratio_from_base" and money is not None and sigma > 0:
            rate = min(rate, money / sigma)
        if pool.get("mode") == "float_rate" and year_rate is not None:
            rate = min(rate, year_rate)
        return part * rate

    for item in live:
        if not by_scheme(w, item, at, delegated):
            item.amount, item.live = F0, False
            continue
        cap_line(w, item)
        for a in p.get("addons", []):
            if all(w.gate(g, item.head) for g in a.get("when", [])):
                extra = item.base * num(a["rate"])
                item.amount += extra if "cap" not in a else min(extra, num(a["cap"]))
    return delegated


def by_scheme(w, item, at, delegated):
    """Set the amount, or say that the line ends here."""
    scheme = w.p["scheme"]
    kind = scheme["type"]
    if kind == "tiers":
        return by_tier(w, item, at, delegated)
    if kind in ("flat", "lookup"):
        rate = scheme.get("rate") if kind == "flat" else scheme["table"].get(text(w.get(scheme["key"], item.head)))
        item.amount = F0 if rate is None else at(item.base, rate)
        return rate is not None
    lower = F0
    for b in scheme.get("brackets", []):
        upper = item.base if b["upto"] is None else min(item.base, num(b["upto"]))
        item.amount += at(max(F0, upper - lower), b["rate"])
        lower = max(lower, upper)
    return kind == "marginal"


def by_tier(w, item, at, delegated):
    scheme = w.p["scheme"]
    by = scheme.get("classify_by", "base")
    value = item.base if by == "base" else w.over(by, item.deals)
    for n, t in enumerate(scheme["tiers"]):
        lo, hi = num(t.get("min")), num(t.get("max"))
        above = lo is None or value > lo or (value == lo and t.get("min_incl", False))
        below = hi is None or value < hi or (value == hi and t.get("max_incl", False))
        if not (above and below and all(w.gate(g, item.head) for g in t.get("when", []))):
            continue
        if "delegate_to" in t:
            if t["delegate_to"] not in delegated:
                delegated.append(t["delegate_to"])
            return False
        item.tier = n
        item.amount = num(t["fixed"]) if "fixed" in t else at(item.base, t["rate"])
        if "cap" in t:
            item.amount = min(item.amount, num(t["cap"]))
        return True
    return False


def cap_value(w, spec, item):
    if isinstance(spec, dict):
        return num(spec["table"].get(text(w.get(spec["key"], item.head))))
    return num(spec)


def cap_line(w, item):
    p, limits = w.p, []
    if "line_cap" in p:
        limits.append(cap_value(w, p["line_cap"], item))
    limits += [w.over(e, item.deals) for e in p.get("cap_fields", [])]
    if "per_patent_cap" in p:
        one = cap_value(w, p["per_patent_cap"], item)
        count = sum(1 if p.get("bundle") == "one_item" else max(F0, num(d.get("patents", 1))) for d in item.deals)
        limits.append(None if one is None else one * count)
    item.amount = min([item.amount, *(x for x in limits if x is not None)])


def cap_groups(w, items):
    caps = []
    if w.p["scheme"]["type"] == "tiers":
        for n, t in enumerate(w.p["scheme"]["tiers"]):
            if "group_cap" in t:
                caps.append(({"by": ["applicant.id", "year"], "cap": t["group_cap"]}, n))
    caps += [(c, None) for c in w.p.get("group_caps", [])]
    cycle = next((str(w.round[k]) for k in ("cycle", "id", "year", "opens_on") if w.round.get(k)), "")
    for cap, tier in caps:
        groups = {}
        for i in items:
            if i.live and (tier is None or i.tier == tier):
                words = {"year": w.year(i.head), "cycle": cycle}
                key = tuple(words[b] if b in words else text(w.get(b, i.head)) for b in cap["by"])
                groups.setdefault(key, []).append(i)
        for key, members in groups.items():
            limit = num(cap["cap"]) if "cap" in cap else num(cap["cap_table"].get(key[-1]))
            if limit is None:
                continue
            used = sum((num(v) for k, v in w.case.get("prior", {}).items() if k and k in key), F0)
            limit = max(F0, limit - used)
            have = [m.amount for m in members]
            if sum(have) > limit:
                for m, got in zip(members, shrink(have, limit, w.unit, only_whole=False), strict=True):
                    m.amount = got


def stack(w, items):
    rules = w.p.get("stacking", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        live = [i for i in items if i.live]
        if rule["mode"] == "top_up_difference":
            for i in live:
                i.amount = max(F0, i.amount - i.already)
        if rule["mode"] == "highest_only":
            scopes = {}
            for i in live:
                scopes.setdefault(scope_of(w, rule, i), []).append(i)
            for members in scopes.values():
                top = max(members, key=lambda i: (i.amount, -i.number))
                for i in members:
                    if i is not top:
                        i.amount = F0


def scope_of(w, rule, item):
    if item.entitled is not None:
        return "all"
    scope = rule.get("scope", "contract")
    if scope == "applicant_deal":
        return item.number
    field = scope if "." in scope else "deal.contract"
    v = text(w.get(field, item.head))
    return ("same", v) if v else item.number


def least_payout(w, items):
    rule = w.p.get("min_payout")
    if rule is None:
        return
    if "applicant" in rule.get("scope", []):
        if not passes(rule, sum((i.amount for i in items), F0)):
            for i in items:
                i.amount = F0
        return
    for i in items:
        if not passes(rule, i.amount):
            i.amount = F0


def hand_out(w, items):
    pool = w.p.get("pool", {})
    have = [i.amount for i in items]
    money = num(w.case.get("pool", pool.get("amount")))
    unit = max(w.unit, Fraction(1))
    if money is None or pool.get("mode") not in ("pro_rata", "hard_cap"):
        return have
    if pool["mode"] == "pro_rata":
        return have if sum(have) <= money else shrink(have, money, unit, only_whole=True)
    order = w.p.get("priority", [])
    queue = sorted(
        range(len(items)), key=lambda n: order.index(items[n].kind) if items[n].kind in order else len(order)
    )
    awards, exhausted = [F0] * len(items), False
    for n in queue:
        if exhausted:
            continue
        if have[n] <= money:
            awards[n] = have[n]
            money -= have[n]
        else:
            awards[n] = unit * math.floor(money / unit)
            exhausted = True
    return awards


def plan_holds(w):
    p = w.p
    pool = num(w.case.get("pool", p.get("pool", {}).get("amount")))
    cap = num(p.get("plan_item_cap", p.get("pool", {}).get("plan_item_cap", p["scheme"].get("plan_item_cap"))))
    plan = [num(x) for x in w.case["plan"]]
    return (pool is None or sum(plan) <= pool) and all(cap is None or x <= cap for x in plan)


def split(w, items, total):
    spec = w.p["split"]
    if not any("rate" in s for s in spec.values() if isinstance(s, dict)):
        given = {k: num(s["share"]) for k, s in spec.items() if isinstance(s, dict)}
        weights = [given.get(k, max(F0, 1 - sum(given.values()))) for k in spec]
        return dict(zip(spec, shares(total, weights, w.unit), strict=True))
    parts = dict.fromkeys(spec, F0)
    for i in items:
        left = i.amount
        for k, s in spec.items():
            if isinstance(s, dict):
                part = min(i.base * num(s["rate"]), left)
                part = min(part, num(s["cap"])) if "cap" in s else part
                part = w.unit * math.floor(part / w.unit)
                parts[k] += part
                left -= part
        rest = next(k for k, s in spec.items() if s == "rest")
        parts[rest] += left
    return parts
