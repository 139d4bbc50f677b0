"""
A second, independent reading of the payment-plan page, for comparison only.

Written from the page with plain dicts, whole fen, fractions and loops over days; it imports nothing of the product. It
takes plans that are known to be valid and says, for a stream of events, which are refused with which codes and what the
answer of the day is once those are left out. Slow on purpose: every question is worked out again from the beginning.
"""

# ruff: noqa: C901, PERF401, PERF403, PLR0912, SIM102 - it follows the page paragraph by paragraph, not our sizes.
from __future__ import annotations

import calendar as months_of
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

ONE = timedelta(days=1)
STANDARD = ("cnipa_filing", "use_report")
FIXED = ("entry_fee", "deferred_fee", "instalment", "milestone")


# ---- values ----


def fen(text):
    sign = -1 if text.startswith("-") else 1
    whole, part = text.lstrip("-").split(".")
    return sign * (int(whole) * 100 + int(part))


def yuan(amount):
    if amount is None:
        return None
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def has(mapping, key):
    return mapping.get(key) is not None


def take(mapping, key, default=None):
    value = mapping.get(key)
    return default if value is None else value


def as_day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


def half_up(amount):
    sign = -1 if amount < 0 else 1
    return sign * int((abs(amount) * 2 + 1) // 2)


def rounded(amount, plan):
    """Round fen by the plan's mode and unit."""
    rule = take(plan, "rounding", {})
    step = 100 if str(take(rule, "unit", "0.01")) == "1" else 1
    mode = take(rule, "mode", "HALF_UP")
    steps = Fraction(amount) / step
    sign, steps = (-1 if steps < 0 else 1), abs(steps)
    low = steps.numerator // steps.denominator
    rest = steps - low
    up = {
        "DOWN": False,
        "UP": rest > 0,
        "HALF_UP": rest * 2 >= 1,
        "HALF_EVEN": rest * 2 > 1 or (rest * 2 == 1 and low % 2 == 1),
    }[mode]
    return sign * (low + up) * step


# ---- days ----


def later(day, count_months, count_days=0):
    month = day.month - 1 + count_months
    year, month = day.year + month // 12, month % 12 + 1
    last = months_of.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + count_days * ONE


def listed(entries):
    days = set()
    for entry in entries or ():
        if isinstance(entry, str) and ".." in entry:
            first, last = (as_day(part) for part in entry.split(".."))
            while first <= last:
                days.add(first)
                first += ONE
        else:
            days.add(as_day(entry))
    return days


def moved(day, tables):
    provisional = False
    while True:
        table = tables.get(day.year)
        provisional = provisional or table is None
        rests = day.weekday() in {5, 6}
        if table:
            rests = day in table["closed"] or (rests and day not in table["open"])
            rests = rests and day not in table["open"]
        if not rests:
            return day, provisional
        day += ONE


def from_event(name, start, count_months, count_days, moves, tables):
    day = later(start, count_months, count_days)
    due, provisional = day, False
    if moves and (count_months or count_days):
        due, provisional = moved(day, tables)
    return {"due": due, "counted": day, "provisional": provisional, "event": name}


def event_day(event):
    if has(event, "day"):
        return as_day(event["day"])
    instant = datetime.fromisoformat(event["at"])
    return instant.astimezone(timezone(timedelta(hours=8))).date()


# ---- duties of one version ----


def bare(plan, item, family, period, kind):
    return {
        "key": (item, family, period),
        "kind": kind,
        "plan": plan,
        "date": None,
        "movable": False,
        "latest": None,
        "amount": None,
        "money": family in {"fixed", "royalty"} or kind == "exit_fee",
        "first": None,
        "last": None,
        "happened": None,
        "lapse": None,
        "stays": False,
        "royalty": None,
        "arises": None,
    }


def joining(plan, item):
    return take(item, "due_rule") or (plan.get("due_rule") if item["kind"] == "deferred_fee" else None)


def legs_of(plan, item):
    legs = [item["trigger"]]
    if joining(plan, item):
        legs.append(take(item, "also", {"event": "first_revenue"}))
    return legs


def triggered(trigger, item, facts):
    name = trigger["event"]
    if name == "date":
        return as_day(trigger["date"])
    if name == "milestone":
        return facts["accepted"].get(item)
    return facts[{"signing": "signed", "effect": "effective", "first_revenue": "revenue"}[name]]


def fixed_duties(plan, item, facts, tables):
    moves = take(plan, "roll", "next_working_day") != "none"
    rule, legs = joining(plan, item), legs_of(plan, item)
    latest = None
    if has(item, "latest_date"):
        day = as_day(item["latest_date"])
        latest = {"due": day, "counted": day, "provisional": False, "event": "latest"}
    elif has(item, "latest_after"):
        after = item["latest_after"]
        start = triggered(after, item["id"], facts)
        if start:
            latest = from_event(
                "latest", start, take(after, "months_after", 0), take(after, "days_after", 0), moves, tables
            )
    total, count = fen(item["amount"]), item.get("parts")
    for number in range(1, (count or 1) + 1):
        duty = bare(plan, item["id"], "fixed", number if count else None, item["kind"])
        each = total // (count or 1)
        duty["amount"] = total - each * (count - 1) if count and number == count else each
        found = []
        for leg in legs:
            start = triggered(leg, item["id"], facts)
            shift = (number - 1) * take(item, "every_months", 0)
            found.append(
                start
                and from_event(
                    leg["event"],
                    start,
                    take(leg, "months_after", 0) + shift,
                    take(leg, "days_after", 0),
                    moves,
                    tables,
                )
            )
        known = [leg for leg in found if leg]
        chosen = None
        if rule == "later_of":
            if len(known) == 2:
                chosen = known[0] if _rank(known[0]) >= _rank(known[1]) else known[1]
        elif known:
            chosen = known[0]
            if len(known) == 2 and _rank(known[1]) < _rank(known[0]):
                chosen = known[1]
        if chosen and chosen["event"] in {"milestone", "first_revenue"}:
            duty["happened"] = triggered({"event": chosen["event"]}, item["id"], facts)
        if latest and take(item, "at_latest", "due") == "due" and (not chosen or latest["due"] < chosen["due"]):
            chosen, duty["happened"] = latest, None
        duty["date"], duty["latest"] = chosen, latest
        duty["movable"] = bool(chosen) and len(known) < len(found)
        duty["stays"] = take(item, "on_end", "cancel") == "stay"
        duty["arises"] = chosen["counted"] if chosen else None
        if latest and item.get("at_latest") == "lapse":
            moments = [
                facts["reported"].get(item["id"]) if leg["event"] == "milestone" else triggered(leg, item["id"], facts)
                for leg in legs
            ]
            timely = [bool(moment) and moment <= latest["due"] for moment in moments]
            if not (all(timely) if rule == "later_of" else any(timely)):
                duty["lapse"] = latest["due"]
        yield duty


def _rank(leg):
    return leg["due"], leg["counted"]


def month_number(effect, day):
    """Give how many whole months a day lies after effect."""
    count = (day.year - effect.year) * 12 + day.month - effect.month
    while later(effect, count) > day:
        count -= 1
    while later(effect, count + 1) <= day:
        count += 1
    return count


_PERIODS: dict = {}


def periods_of(effect, length, anchor, first, last):
    """Walk the days and put each into its period: number, first, last, days of the full period."""
    key = (effect, length, anchor, first, last)
    if key not in _PERIODS:
        result, day = {}, first
        while day <= last:
            if anchor == "effect":
                number = month_number(effect, day) // length + 1
            else:
                back = (effect.month - 1) % length
                number = ((day.year - effect.year) * 12 + day.month - effect.month + back) // length + 1
            result.setdefault(number, [day, day])[1] = day
            day += ONE
        for number, span in result.items():
            if anchor == "effect":
                begins, follows = later(effect, (number - 1) * length), later(effect, number * length)
            else:
                month = later(date(effect.year, effect.month, 1), -((effect.month - 1) % length))
                begins, follows = later(month, (number - 1) * length), later(month, number * length)
            span.append((follows - begins).days)
        _PERIODS.clear() if len(_PERIODS) > 500 else None
        _PERIODS[key] = result
    return _PERIODS[key]


def royalty_duties(plan, item, facts, tables):
    effect = facts["effective"]
    if effect is None:
        return
    moves = take(plan, "roll", "next_working_day") != "none"
    first = later(effect, take(item, "from_month", 0))
    last = later(effect, take(item, "to_month", plan["term_months"])) - ONE
    if facts["end"]:
        last = min(last, facts["end"])
    length, anchor = item["period"]["months"], take(item["period"], "anchor", "effect")
    for number, (since, until, full) in sorted(periods_of(effect, length, anchor, first, last).items()):
        told = bare(plan, item["id"], "statement", number, "statement")
        told["date"] = from_event("end", until, 0, take(item, "statement_days", 30), moves, tables)
        pays = bare(plan, item["id"], "royalty", number, "royalty")
        trigger = item["trigger"]
        pays["date"] = from_event(
            "end", until, take(trigger, "months_after", 0), take(trigger, "days_after", 0), moves, tables
        )
        if take(item, "year_basis", "contract") == "contract":
            year = month_number(effect, since) // 12 + 1
        else:
            year = since.year - effect.year + 1
        top = max(row["from_year"] for row in item["rates"] if row["from_year"] <= year)
        rows = [row for row in item["rates"] if row["from_year"] == top]
        part = Fraction((until - since).days + 1, full) if take(item, "prorate", "days") == "days" else Fraction(1)
        bounds = {
            name: None
            if not has(item, name)
            else rounded(fen(item[name]) * part, plan)
            if part != 1
            else fen(item[name])
            for name in ("floor", "cap")
        }
        free = all(Fraction(row["rate"]) == 0 for row in rows)
        pays["royalty"] = {"item": item, "rows": rows, "free": free, **bounds}
        for duty in (told, pays):
            duty.update(first=since, last=until, happened=since, arises=since)
            yield duty


def act(plan, name, period, date_of, family="duty"):
    duty = bare(plan, name, family, period, "duty")
    duty["date"] = date_of
    duty["arises"] = date_of["counted"] if date_of else None
    return duty


def duties_of_version(plan, facts, tables):
    moves = take(plan, "roll", "next_working_day") != "none"
    for item in take(plan, "items", []):
        yield from (royalty_duties if item["kind"] == "royalty" else fixed_duties)(plan, item, facts, tables)
    effect = facts["effective"]
    if take(plan, "standard_duties", True):
        yield act(plan, "cnipa_filing", None, effect and from_event("effect", effect, 3, 0, True, tables))
        for month in (6, 12, 24):
            if month <= plan["term_months"]:
                yield act(plan, "use_report", month, effect and from_event("effect", effect, month, 0, moves, tables))
    for own in take(plan, "duties", []):
        trigger, number = own["trigger"], 1
        start = triggered(trigger, own["id"], facts)
        while True:
            shift = (number - 1) * take(own, "every_months", 0)
            date_of = start and from_event(
                trigger["event"],
                start,
                take(trigger, "months_after", 0) + shift,
                take(trigger, "days_after", 0),
                moves or own.get("office") is True,
                tables,
            )
            if number > 1 and has(own, "count") and number > own["count"]:
                break
            if number > 1 and not has(own, "count"):
                if not has(own, "every_months") or not date_of or not effect:
                    break
                if date_of["counted"] > later(effect, plan["term_months"]):
                    break
            repeats = has(own, "every_months") or has(own, "count")
            duty = act(plan, own["id"], number if repeats else None, date_of)
            if trigger["event"] == "first_revenue":
                duty["happened"] = start
            yield duty
            number += 1
    if facts["end"]:
        end = facts["end"]
        days = take(plan, "stop_use_days", 30)
        yield act(plan, "stop_use", None, from_event("end", end, 0, days, moves, tables), "ending")
        window = take(plan, "exit_window", {})
        if facts["exit"] and has(window, "fee"):
            due = from_event("end", end, 0, take(window, "fee_days", 30), moves, tables)
            fee = bare(plan, "exit_fee", "ending", None, "exit_fee")
            fee.update(date=due, arises=due["counted"], amount=fen(window["fee"]))
            yield fee


def all_duties(state):
    """Join the versions: each duty keeps the one in force when it arises."""
    facts, tables = state["facts"], state["tables"]
    current = None
    for since, plan in state["versions"]:
        fresh = {duty["key"]: duty for duty in duties_of_version(plan, facts, tables)}
        if current is None:
            current = fresh
            continue
        result = {}
        split_before, split_now = {}, {}
        for table, duties in ((split_before, current), (split_now, fresh)):
            for name, family, period in duties:
                if family == "fixed":
                    table.setdefault(name, set()).add(period is not None)
        reshaped = {
            name for name, kinds in split_now.items() for kind in kinds if (not kind) in split_before.get(name, ())
        }
        standing_in = {
            key[0]
            for key, duty in fresh.items()
            if key[1] == "fixed" and key[0] in reshaped and (duty["arises"] is None or duty["arises"] >= since)
        }
        for key, duty in current.items():
            if key[1] == "fixed" and key[0] in reshaped:
                if key[0] not in standing_in:
                    result[key] = duty
                continue
            newer = fresh.get(key)
            before = duty["arises"] is not None and duty["arises"] < since
            if newer is None:
                if before:
                    result[key] = duty
            elif before and not (newer["arises"] is not None and newer["arises"] >= since):
                result[key] = duty
            else:
                result[key] = newer
        for key, duty in fresh.items():
            if key not in current and (duty["arises"] is None or duty["arises"] >= since):
                result[key] = duty
        current = result
    return in_plan_order(current, state["versions"])


def in_plan_order(duties, versions):
    names = []
    for _, plan in reversed(versions):
        for part in (*take(plan, "items", []), *take(plan, "duties", [])):
            if part["id"] not in names:
                names.append(part["id"])

    def place(duty):
        name, family, period = duty["key"]
        if name in ("stop_use", "exit_fee"):
            return (3, ("stop_use", "exit_fee").index(name), 0, 0)
        if name in STANDARD:
            return (1, STANDARD.index(name), period or 0, 0)
        if family == "duty":
            return (2, names.index(name), period or 0, 0)
        return (0, names.index(name), period or 0, 0 if family == "statement" else 1)

    return sorted(duties.values(), key=place)


# ---- one duty on a day ----


def done_on(state, duty):
    name, family, period = duty["key"]
    if family == "statement":
        filed = state["statements"].get((name, period))
        return filed["filed"] if filed else None
    return state["acts"].get(duty["key"])


def ended_away(state, duty):
    facts = state["facts"]
    if not facts["end"] or duty["stays"] or duty["key"][1] == "ending":
        return False
    counted = duty["happened"] or (duty["date"] and duty["date"]["counted"])
    on_exit = duty["happened"] or (duty["date"] and duty["date"]["due"])
    if counted and counted <= facts["end"] and not (facts["exit"] and on_exit >= facts["exit"]):
        return False
    done = None if duty["money"] else done_on(state, duty)
    return not (done and done <= facts["end"])


def cancelled(state, duty, day):
    return bool(duty["lapse"] and day > duty["lapse"]) or ended_away(state, duty)


def royalty_amounts(state, name):
    """Work out all filed periods of a royalty in the order of first filing."""
    amounts, loss, so_far = {}, 0, 0
    duties = {duty["key"]: duty for duty in state["duties"]}
    for (item, period), filed in state["statements"].items():
        duty = duties.get((name, "royalty", period))
        if item != name or duty is None or ended_away(state, duty):
            continue
        terms = duty["royalty"]
        if has(filed, "amount"):
            base = fen(filed["amount"])
        else:
            base = rounded(Fraction(str(filed["units"])) * fen(filed["unit_price"]), duty["plan"])
        for kind, amount in take(filed, "deductions", {}).items():
            if kind in take(terms["item"], "deductions", []):
                base -= fen(amount)
        base += loss
        owed = Fraction(0)
        for index, row in enumerate(terms["rows"]):
            low = fen(take(row, "over", "0.00"))
            high = fen(terms["rows"][index + 1]["over"]) if index + 1 < len(terms["rows"]) else None
            top = base if high is None else min(base, high)
            owed += max(top - low, 0) * Fraction(row["rate"])
        amount = rounded(owed, duty["plan"])
        if terms["floor"] is not None and not terms["free"]:
            amount = max(amount, terms["floor"])
        if terms["cap"] is not None:
            amount = min(amount, terms["cap"])
        if has(terms["item"], "total_cap"):
            amount = min(amount, max(fen(terms["item"]["total_cap"]) - so_far, 0))
        loss = min(base, 0) if take(terms["item"], "negative", "carry") == "carry" else 0
        so_far += amount
        amounts[period] = amount
    return amounts


def owed(state, duty):
    amount = duty["amount"]
    if duty["royalty"]:
        amount = royalty_amounts(state, duty["key"][0]).get(duty["key"][2])
    if amount is None:
        return None
    upheld = sum(take(one, "upheld", 0) for one in state["disputes"].values() if one["key"] == duty["key"])
    return max(amount - upheld, 0)


def lines_on(state, key):
    return [line for line in state["lines"] if line["key"] == key]


def settled(state, key):
    lines = lines_on(state, key)
    return sum(line["principal"] for line in lines), sum(line["interest"] for line in lines)


def contested(state, key):
    return sum(one["amount"] for one in state["disputes"].values() if one["key"] == key and not one["closed"])


def interest(state, duty, until):
    amount, terms = owed(state, duty), duty["plan"].get("late_interest")
    if not terms or not amount or not duty["date"]:
        return 0
    due = duty["date"]["due"]
    grace_end = due + take(duty["plan"], "grace_days", 0) * ONE
    if until <= grace_end:
        return 0
    total = 0
    day = (grace_end if terms.get("from") == "grace_end" else due) + ONE
    while day <= until:
        balance = amount
        for line in lines_on(state, duty["key"]):
            for when, part in [(line["day"], line["principal"] + sum(back for _, back in line["back"]))] + [
                (when, -back) for when, back in line["back"]
            ]:
                if when < day or when <= grace_end:
                    balance -= part
        for one in state["disputes"].values():
            if one["key"] == duty["key"] and one["opened"] < day and (not one["closed"] or day <= one["closed"]):
                balance -= one["amount"] - take(one, "upheld", 0)
        total += max(balance, 0)
        day += ONE
    days = 1 if terms.get("per") == "day" else take(terms, "days", 365)
    return half_up(total * Fraction(terms["rate"]) / days)


def look(state, duty, day):
    """Give how a duty stands on a day."""
    gone = cancelled(state, duty, day)
    amount = owed(state, duty) if duty["money"] else None
    principal, paid_interest = settled(state, duty["key"])
    open_ = 0 if gone or amount is None else amount - principal
    disputed = min(contested(state, duty["key"]), open_)
    met = (amount is not None and open_ == 0) if duty["money"] else done_on(state, duty) is not None
    due = duty["date"] and duty["date"]["due"]
    grace = take(duty["plan"], "grace_days", 0) if duty["money"] else 0
    if gone:
        status = "cancelled"
    elif met:
        status = "met"
    elif open_ > 0 and disputed >= open_:
        status = "disputed"
    elif due and day > due + grace * ONE:
        status = "overdue"
    elif principal > 0:
        status = "partly"
    elif due and day >= due - 30 * ONE:
        status = "due"
    else:
        status = "upcoming"
    return {
        "gone": gone,
        "amount": amount,
        "principal": principal,
        "interest_paid": 0 if gone else paid_interest,
        "open": open_,
        "disputed": disputed,
        "status": status,
    }


def cure_end(state, duty, day):
    demanded = state["demands"].get(duty["key"])
    if not demanded:
        return None
    days = set()
    for one in state["disputes"].values():
        if one["key"] == duty["key"] and one["opened"] >= demanded["day"]:
            passing = one["opened"] + ONE
            while passing <= min(one["closed"] or day, day):
                days.add(passing)
                passing += ONE
    count = take(duty["plan"], "cure_days", 30) + len(days)
    moves = take(duty["plan"], "roll", "next_working_day") != "none"
    return from_event("demand", demanded["day"], 0, count, moves, state["tables"])["due"]


# ---- money ----


def free_of(state, payment):
    used = sum(line["principal"] + line["interest"] for line in state["lines"] if line["payment"] == payment["id"])
    return payment["confirmed"] - payment["refunded"] - used


def room(state, duty, payment, day, *, named):
    amount = None if cancelled(state, duty, day) else owed(state, duty)
    if amount is None:
        return 0, 0
    principal, paid_interest = settled(state, duty["key"])
    left = amount - principal
    if not named:
        left -= min(contested(state, duty["key"]), left)
    return left, max(interest(state, duty, payment["day"]) - paid_interest, 0)


def put(state, duty, payment, amount, space):
    if amount <= 0:
        return
    left, interest_left = space
    if take(duty["plan"], "interest_order", "before") == "before":
        to_interest = min(amount, interest_left)
        to_principal = amount - to_interest
    else:
        to_principal = min(amount, left)
        to_interest = amount - to_principal
    state["lines"].append(
        {
            "payment": payment["id"],
            "key": duty["key"],
            "day": payment["day"],
            "principal": to_principal,
            "interest": to_interest,
            "back": [],
        }
    )


def allocate(state, payment, day):
    for entry in payment["for"]:
        duty = find_money(state, entry)
        if isinstance(duty, dict):
            space = room(state, duty, payment, day, named=True)
            limit = fen(entry["amount"]) if has(entry, "amount") else free_of(state, payment)
            put(state, duty, payment, min(sum(space), limit, free_of(state, payment)), space)
    groups = {}
    for duty in state["duties"]:
        if duty["money"] and duty["date"] and duty["date"]["due"] <= payment["day"] + 30 * ONE:
            groups.setdefault(duty["date"]["due"], []).append(duty)
    for due in sorted(groups):
        rooms = [(duty, room(state, duty, payment, day, named=False)) for duty in groups[due]]
        wanted, money = sum(sum(space) for _, space in rooms), free_of(state, payment)
        if wanted <= 0 or money <= 0:
            continue
        if money >= wanted:
            shares = [sum(space) for _, space in rooms]
        else:
            exact = [Fraction(money * sum(space), wanted) for _, space in rooms]
            shares = [int(share) for share in exact]
            by_rest = sorted(range(len(rooms)), key=lambda index: -(exact[index] - shares[index]))
            for index in by_rest[: money - sum(shares)]:
                shares[index] += 1
        for (duty, space), share in zip(rooms, shares, strict=True):
            put(state, duty, payment, share, space)


def give_back(state, day):
    """Free what is too much on any duty, the newest allocation first."""
    duties = {duty["key"]: duty for duty in state["duties"]}
    for key in dict.fromkeys(line["key"] for line in state["lines"]):
        duty = duties.get(key)
        live = duty is not None and not cancelled(state, duty, day)
        surplus = settled(state, key)[0] - ((owed(state, duty) or 0) if live else 0)
        for line in reversed(lines_on(state, key)):
            part = max(min(line["principal"], surplus), 0)
            line["principal"] -= part
            surplus -= part
        surplus = settled(state, key)[1] - (interest(state, duty, day) if live else 0)
        for line in reversed(lines_on(state, key)):
            part = max(min(line["interest"], surplus), 0)
            line["interest"] -= part
            surplus -= part


# ---- which duty is meant ----


def find(state, entry, families):
    """Give the duties that are meant, or the code of what is not known."""
    name, period = entry["item"], entry.get("period")
    of_item = [duty for duty in state["duties"] if duty["key"][0] == name and duty["key"][1] in families]
    found = [duty for duty in of_item if duty["key"][2] == period]
    if not found and period is None and len({duty["key"][2] for duty in of_item}) == 1:
        found = of_item
    if found:
        return found
    if of_item:
        return "unknown_period"
    for _, plan in state["versions"]:
        for item in take(plan, "items", []):
            if item["id"] == name and ("royalty" if item["kind"] == "royalty" else "fixed") in families:
                return "unknown_period"
        if "duty" in families and any(own["id"] == name for own in take(plan, "duties", [])):
            return "unknown_period"
    return "unknown_item"


def find_money(state, entry):
    found = find(state, entry, ("fixed", "royalty", "ending"))
    if isinstance(found, str):
        return found
    money = [duty for duty in found if duty["money"]]
    return money[0] if money else "unknown_item"


# ---- events ----

NEEDS_SIGNATURE = {
    "effective",
    "first_revenue_reported",
    "milestone_reported",
    "milestone_accepted",
    "milestone_rejected",
    "statement",
    "termination_notice_delivered",
    "exit_notice_delivered",
    "ended",
}


def too_early(state, plan, known):
    """Tell whether some latest date turns out to lie before its due date."""
    for item in take(plan, "items", []):
        if item["kind"] == "royalty":
            continue
        if has(item, "latest_date"):
            latest = as_day(item["latest_date"])
        elif has(item, "latest_after") and known.get(item["latest_after"]["event"]):
            after = item["latest_after"]
            latest = later(known[after["event"]], take(after, "months_after", 0), take(after, "days_after", 0))
        else:
            continue
        verdicts = []
        for leg in legs_of(plan, item):
            if leg["event"] in {"signing", "effect", "date"}:
                start = as_day(leg["date"]) if leg["event"] == "date" else known.get(leg["event"])
                verdicts.append(
                    bool(start) and latest < later(start, take(leg, "months_after", 0), take(leg, "days_after", 0))
                )
        if verdicts and (any(verdicts) if joining(plan, item) == "later_of" else all(verdicts)):
            return True
    return False


def merged(plan, changes):
    result = {**plan, **{key: value for key, value in changes.items() if key != "items"}}
    if "items" in changes:
        left, items = dict(changes["items"]), []
        for item in take(plan, "items", []):
            if item["id"] not in left:
                items.append(item)
            elif (change := left.pop(item["id"])) is not None:
                items.append({**item, **change})
        items += [{"id": name, **item} for name, item in left.items() if item is not None]
        result["items"] = items
    return {key: value for key, value in result.items() if value is not None}


def apply(state, event, day):
    """Apply one event, or give the codes for which it is refused."""
    facts, name = state["facts"], event["event"]
    if name in NEEDS_SIGNATURE and not facts["signed"]:
        return {"not_signed"}
    return globals()[f"on_{name}"](state, event, day, facts) or set()


def on_signed(state, event, day, facts):
    if not facts["signed"]:
        if too_early(state, state["versions"][-1][1], {"signing": day, "effect": facts["effective"]}):
            return {"latest_before_trigger"}
        facts["signed"] = day
    return None


def on_effective(state, event, day, facts):
    if not facts["effective"]:
        if too_early(state, state["versions"][-1][1], {"signing": facts["signed"], "effect": day}):
            return {"latest_before_trigger"}
        facts["effective"] = day
    return None


def on_first_revenue_reported(state, event, day, facts):
    if as_day(event["date"]) > day:
        return {"value_unfit"}
    facts["revenue"] = facts["revenue"] or as_day(event["date"])
    return None


def is_milestone(state, name):
    items = [item for _, plan in state["versions"] for item in take(plan, "items", [])]
    return any(item["id"] == name and item["kind"] == "milestone" for item in items)


def on_milestone_reported(state, event, day, facts):
    if not is_milestone(state, event["item"]):
        return {"unknown_item"}
    facts["reported"].setdefault(event["item"], day)
    return None


def answering(state, event, facts):
    if not is_milestone(state, event["item"]):
        return {"unknown_item"}
    if event["item"] not in facts["reported"] or event["item"] in facts["accepted"]:
        return {"milestone_not_reported"}
    return None


def on_milestone_accepted(state, event, day, facts):
    if refused := answering(state, event, facts):
        return refused
    facts["accepted"][event["item"]] = day
    return None


def on_milestone_rejected(state, event, day, facts):
    if refused := answering(state, event, facts):
        return refused
    del facts["reported"][event["item"]]
    return None


def on_statement(state, event, day, facts):
    name = event["item"]
    bases = [
        item["base"]
        for _, plan in state["versions"]
        for item in take(plan, "items", [])
        if item["id"] == name and item["kind"] == "royalty"
    ]
    if not bases:
        return {"unknown_item"}
    codes, found = set(), find(state, event, ("statement",))
    if isinstance(found, str):
        # A royalty without duties yet has no period that could be meant.
        codes.add("unknown_period")
    elif day < found[0]["last"]:
        codes.add("period_not_ended")
    by_units = has(event, "units") and has(event, "unit_price") and not has(event, "amount")
    by_amount = has(event, "amount") and not has(event, "units") and not has(event, "unit_price")
    if not (by_units if bases[-1] == "unit_price" else by_amount):
        codes.add("value_unfit")
    if codes:
        return codes
    key = (name, found[0]["key"][2])
    earlier = state["statements"].get(key)
    state["statements"][key] = {**event, "filed": earlier["filed"] if earlier else day}
    terms = next(duty["royalty"] for duty in state["duties"] if duty["key"] == (name, "royalty", key[1]))
    if set(take(event, "deductions", {})) - set(take(terms["item"], "deductions", [])):
        state["warnings"].add("deduction_not_agreed")
    return None


def on_duty_met(state, event, day, facts):
    found = find(state, event, ("duty", "ending"))
    if isinstance(found, str):
        return {found}
    if found[0]["money"]:
        return {"unknown_item"}
    for duty in found:
        state["acts"].setdefault(duty["key"], day)
    return None


def payment_of(state, event, *, confirmed):
    payment = state["payments"].get(event["payment"])
    if payment is None or payment["reversed"]:
        return "unknown_payment"
    return "not_confirmed" if confirmed and payment["confirmed"] is None else payment


def on_payment_received(state, event, day, facts):
    codes = {"payment_exists"} if event["payment"] in state["payments"] else set()
    for entry in take(event, "for", []):
        duty = find_money(state, entry)
        if isinstance(duty, str):
            codes.add(duty)
    if codes:
        return codes
    state["payments"][event["payment"]] = {
        "id": event["payment"],
        "day": day,
        "amount": fen(event["amount"]),
        "for": take(event, "for", []),
        "confirmed": None,
        "refunded": 0,
        "reversed": False,
    }
    return None


def on_payment_confirmed(state, event, day, facts):
    payment = payment_of(state, event, confirmed=False)
    if isinstance(payment, str):
        return {payment}
    if payment["confirmed"] is not None:
        return {"already_confirmed"}
    payment["confirmed"] = fen(event["amount"]) if has(event, "amount") else payment["amount"]
    allocate(state, payment, day)
    return None


def on_allocation(state, event, day, facts):
    codes, payment = set(), payment_of(state, event, confirmed=True)
    if isinstance(payment, str):
        codes.add(payment)
    asked = {}
    for entry in event["to"]:
        duty = find_money(state, entry)
        if isinstance(duty, str):
            codes.add(duty)
        elif not isinstance(payment, str):
            asked[duty["key"]] = asked.get(duty["key"], 0) + fen(entry["amount"])
            if asked[duty["key"]] > sum(room(state, duty, payment, day, named=True)):
                codes.add("allocation_exceeds_due")
    if not isinstance(payment, str) and sum(fen(entry["amount"]) for entry in event["to"]) > free_of(state, payment):
        codes.add("allocation_exceeds_payment")
    if codes:
        return codes
    for entry in event["to"]:
        duty = find_money(state, entry)
        put(state, duty, payment, fen(entry["amount"]), room(state, duty, payment, day, named=True))
    return None


def on_reversal(state, event, day, facts):
    payment = payment_of(state, event, confirmed=False)
    if isinstance(payment, str):
        return {payment}
    payment["reversed"] = True
    state["lines"] = [line for line in state["lines"] if line["payment"] != payment["id"]]
    return None


def on_refund(state, event, day, facts):
    codes, payment, amount = set(), payment_of(state, event, confirmed=True), fen(event["amount"])
    if isinstance(payment, str):
        codes.add(payment)
    duty = find_money(state, event) if has(event, "item") else None
    if isinstance(duty, str):
        codes.add(duty)
    if codes:
        return codes
    if duty is None:
        if amount > free_of(state, payment):
            return {"refund_exceeds_unallocated"}
        payment["refunded"] += amount
        return None
    lines = [line for line in lines_on(state, duty["key"]) if line["payment"] == payment["id"]]
    if amount > sum(line["principal"] + line["interest"] for line in lines):
        return {"refund_exceeds_allocated"}
    payment["refunded"] += amount
    for line in reversed(lines):
        part = min(line["principal"], amount)
        line["principal"] -= part
        line["back"].append((day, part))
        amount -= part
    for line in reversed(lines):
        part = min(line["interest"], amount)
        line["interest"] -= part
        amount -= part
    return None


def on_dispute_opened(state, event, day, facts):
    codes = {"value_unfit"} if event["dispute"] in state["disputes"] else set()
    duty = find_money(state, event)
    if isinstance(duty, str):
        return codes | {duty}
    free = look(state, duty, day)["open"] - contested(state, duty["key"])
    if fen(event["amount"]) > max(free, 0):
        codes.add("dispute_exceeds_open")
    if not codes:
        state["disputes"][event["dispute"]] = {
            "key": duty["key"],
            "amount": fen(event["amount"]),
            "opened": day,
            "closed": None,
        }
    return codes


def on_dispute_closed(state, event, day, facts):
    one = state["disputes"].get(event["dispute"])
    if one is None or one["closed"]:
        return {"unknown_dispute"}
    if fen(event["upheld"]) > one["amount"]:
        return {"upheld_exceeds_dispute"}
    one.update(closed=day, upheld=fen(event["upheld"]))
    return None


def on_demand_delivered(state, event, day, facts):
    families = ("fixed", "royalty", "statement", "duty", "ending")
    codes, meant = set(), []
    for entry in take(event, "for", []):
        found = find(state, entry, families)
        if isinstance(found, str):
            codes.add(found)
            continue
        of_kind = [duty for duty in found if not has(entry, "kind") or duty["kind"] == entry["kind"]]
        meant += of_kind
        if not of_kind:
            codes.add("unknown_item")
    if codes:
        return codes
    if not has(event, "for"):
        meant = state["duties"]
    late = [duty for duty in meant if look(state, duty, day)["status"] == "overdue"]
    for duty in late:
        state["demands"][duty["key"]] = {"day": day, "due": duty["date"]["due"]}
    if not late:
        state["warnings"].add("demand_too_early")
    return None


def on_termination_notice_delivered(state, event, day, facts):
    ripe = [
        duty
        for duty in state["duties"]
        if look(state, duty, day)["status"] == "overdue"
        and cure_end(state, duty, day)
        and day > cure_end(state, duty, day)
    ]
    if not ripe:
        state["warnings"].add("termination_without_cure")
    end_by(facts, day)


def end_by(facts, day):
    facts["end"] = min(facts["end"] or day, day)


def on_ended(state, event, day, facts):
    end_by(facts, as_day(event["date"]) if has(event, "date") else day)


def on_exit_notice_delivered(state, event, day, facts):
    if facts["end"] and day > facts["end"]:
        return
    plan = [plan for since, plan in state["versions"] if since <= day][-1]
    window, effect = plan.get("exit_window"), facts["effective"]
    moves = take(plan, "roll", "next_working_day") != "none"
    last = window and effect and from_event("effect", effect, window["to_months"], 0, moves, state["tables"])["due"]
    if not last or not effect <= day <= last:
        state["warnings"].add("exit_outside_window")
        state["exit_decision"] = True
        return
    facts["exit"] = min(facts["exit"] or day, day)
    end_by(facts, from_event("notice", day, 0, take(window, "notice_days", 0), moves, state["tables"])["due"])
    return


def on_amendment(state, event, day, facts):
    codes = {"amendment_retroactive"} if as_day(event["from"]) < day else set()
    before = state["versions"][-1][1]
    plan = event["plan"] if has(event, "plan") else merged(before, event["with"])
    for item in take(plan, "items", []):
        if item["kind"] == "royalty":
            for _, older in state["versions"]:
                for other in take(older, "items", []):
                    if other["id"] == item["id"] and other["kind"] == "royalty":
                        lengths = [
                            (one["period"]["months"], take(one["period"], "anchor", "effect")) for one in (item, other)
                        ]
                        if lengths[0] != lengths[1]:
                            codes.add("amendment_changes_period")
    if too_early(state, plan, {"signing": facts["signed"], "effect": facts["effective"]}):
        codes.add("latest_before_trigger")
    if codes:
        return codes
    state["versions"].append((as_day(event["from"]), plan))
    state["warnings"] |= plan_warnings(plan)
    return None


def on_patent_lapsed(state, event, day, facts):
    state["suspension"] = True


on_patent_invalidated = on_patent_lapsed


def on_suspension_decided(state, event, day, facts):
    state["suspension"] = False


# ---- the answer ----


def plan_warnings(plan):
    found, items = set(), take(plan, "items", [])
    if sum(fen(item["amount"]) for item in items if item["kind"] in FIXED) > 2_000_000_000:
        found.add("ceiling_fixed_fee")
    for item in items:
        if item["kind"] == "royalty":
            highest = max(Fraction(row["rate"]) for row in item["rates"])
            if item["base"] == "net_sales" and highest > Fraction(1, 5):
                found.add("ceiling_net_sales")
            if item["base"] == "profit" and highest > Fraction(2, 5):
                found.add("ceiling_profit")
    if found and not plan.get("ceiling_reason"):
        found.add("ceiling_reason_missing")
    for item in items:
        if item["kind"] in FIXED and not has(item, "latest_date") and not has(item, "latest_after"):
            if joining(plan, item) == "later_of" or item["trigger"]["event"] == "first_revenue":
                found.add("no_latest_date")
    return found


def spend_demands(state, day):
    duties = {duty["key"]: duty for duty in state["duties"]}
    for key, demanded in list(state["demands"].items()):
        duty = duties.get(key)
        met = False
        if duty is not None:
            met = look(state, duty, day)["status"] == "met" or (not duty["money"] and done_on(state, duty) is not None)
        if duty is None or not duty["date"] or duty["date"]["due"] != demanded["due"] or met:
            del state["demands"][key]


def oracle(document):
    """Give the refused events with their codes, and the answer of the day without them."""
    as_of = document["as_of"]
    state = {
        "versions": [(date.min, document["plan"])],
        "tables": {
            int(year): {"closed": listed(table.get("closed")), "open": listed(table.get("open"))}
            for year, table in document["calendars"].items()
        },
        "facts": {
            "signed": None,
            "effective": None,
            "revenue": None,
            "reported": {},
            "accepted": {},
            "end": None,
            "exit": None,
        },
        "statements": {},
        "acts": {},
        "payments": {},
        "lines": [],
        "disputes": {},
        "demands": {},
        "warnings": plan_warnings(document["plan"]),
        "suspension": False,
        "exit_decision": False,
    }
    stream, refused = [], {}
    for index, event in enumerate(document["events"]):
        if has(event, "confirmed_on") and as_day(event["confirmed_on"]) < event_day(event):
            if event_day(event) <= as_of:
                refused[index] = {"value_unfit"}
            continue
        stream.append((event_day(event), index, event))
        if event["event"] == "payment_received" and has(event, "confirmed_on"):
            confirmation = {"event": "payment_confirmed", "payment": event["payment"]}
            stream.append((as_day(event["confirmed_on"]), index, confirmation))
    stream = sorted((entry for entry in stream if entry[0] <= as_of), key=lambda entry: entry[0])
    for day, index, event in stream:
        if index in refused:
            # The confirmation of a payment that was refused is refused with it.
            continue
        state["duties"] = all_duties(state)
        give_back(state, day)
        codes = apply(state, event, day)
        if codes:
            refused.setdefault(index, set()).update(codes)
            continue
        state["duties"] = all_duties(state)
        give_back(state, day)
        spend_demands(state, day)
    state["duties"] = all_duties(state)
    give_back(state, as_of)
    return refused, answer_of(state, as_of)


def answer_of(state, day):
    facts, rows = state["facts"], []
    for duty in state["duties"]:
        name, _, period = duty["key"]
        it = look(state, duty, day)
        grown = 0 if it["gone"] or not duty["money"] else interest(state, duty, day)
        cure = cure_end(state, duty, day)
        terms = duty["royalty"]
        rows.append(
            {
                "item": name,
                "kind": duty["kind"],
                "period": period,
                "from": iso(duty["first"]),
                "to": iso(duty["last"]),
                "due_date": iso(duty["date"] and duty["date"]["due"]),
                "provisional": bool(duty["date"] and duty["date"]["provisional"]),
                "movable": duty["movable"],
                "latest_date": iso(duty["latest"] and duty["latest"]["due"]),
                "amount": yuan(it["amount"]),
                "at_least": yuan(terms["floor"]) if terms and not terms["free"] else None,
                "allocated": yuan(it["principal"]),
                "open": yuan(it["open"]),
                "disputed": yuan(it["disputed"]),
                "interest": yuan(grown),
                "interest_paid": yuan(it["interest_paid"]),
                "cure_until": iso(cure),
                "status": it["status"],
            }
        )
        if not duty["money"]:
            rows[-1]["met_on"] = iso(done_on(state, duty)) if it["status"] == "met" else None
    money = [
        {key: fen(value) if key in MONEY and value is not None else value for key, value in row.items()}
        for row in rows
        if row["kind"] not in {"statement", "duty"} and row["status"] != "cancelled"
    ]
    known = [row for row in money if row["amount"] is not None]
    counting = [one for one in state["payments"].values() if one["confirmed"] is not None and not one["reversed"]]
    totals = {
        "owed": sum(row["amount"] for row in known),
        "settled": sum(row["allocated"] for row in known),
        "open": sum(row["open"] for row in known),
        "overdue": sum(row["open"] for row in known if row["status"] == "overdue"),
        "disputed": sum(row["disputed"] for row in known),
        "interest": sum(row["interest"] for row in known),
        "interest_settled": sum(row["interest_paid"] for row in known),
        "interest_open": sum(row["interest"] - row["interest_paid"] for row in known),
        "received": sum(one["confirmed"] for one in counting),
        "refunded": sum(one["refunded"] for one in counting),
        "unallocated": sum(free_of(state, one) for one in counting),
        "unconfirmed": sum(
            one["amount"] for one in state["payments"].values() if one["confirmed"] is None and not one["reversed"]
        ),
    }
    waiting = [row for row in rows if row["due_date"] and row["status"] not in {"met", "cancelled"}]
    first = min((row["due_date"] for row in waiting), default=None)
    return {
        "duties": rows,
        "totals": {key: yuan(value) for key, value in totals.items()} | {"unknown": len(money) - len(known)},
        "next": next((row for row in waiting if row["due_date"] == first), None),
        "proposals": proposals(state, rows, totals, day, facts),
        "warnings": sorted(state["warnings"]),
    }


MONEY = {"amount", "at_least", "allocated", "open", "disputed", "interest", "interest_paid"}


def iso(day):
    return day.isoformat() if day else None


def proposals(state, rows, totals, day, facts):
    found = []
    ended = facts["end"] and day >= facts["end"]
    for row in rows:
        named = {key: row[key] for key in ("item", "period", "kind") if row[key] is not None}
        if row["status"] != "overdue":
            continue
        money = row["kind"] not in {"statement", "duty"} and row["amount"] is not None
        if row["cure_until"] is None and (money or row["kind"] == "statement"):
            found.append({"act": "demand", **named})
        if money and row["cure_until"] and day.isoformat() > row["cure_until"] and not ended:
            found.append({"act": "termination", **named})
    if state["suspension"]:
        found.append({"act": "suspension"})
    if state["exit_decision"]:
        found.append({"act": "exit_decision"})
    for name, reported in facts["reported"].items():
        duty = next((duty for duty in state["duties"] if duty["key"][:2] == (name, "fixed")), None)
        if name not in facts["accepted"] and duty and not ended:
            moves = take(duty["plan"], "roll", "next_working_day") != "none"
            days = take(duty["plan"], "acceptance_days", 15)
            if day > from_event("report", reported, 0, days, moves, state["tables"])["due"]:
                found.append({"act": "milestone_answer", "item": name, "kind": duty["kind"]})
    for payment in state["payments"].values():
        if payment["confirmed"] is None and not payment["reversed"]:
            found.append({"act": "confirm_payment", "payment": payment["id"]})
    if totals["unallocated"] > 0 and (totals["open"] > 0 or totals["interest_open"] > 0):
        found.append({"act": "allocate"})
    return found
