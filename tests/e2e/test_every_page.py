"""
Every page that somebody can reach by links: each account of the demonstration follows all of its links.

No link leads to a refusal or a missing page, each kind of page breaks no rule of accessibility and fits a phone. The
pages that no link reaches stand below; a new page without a link, or a check, fails.
"""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from frontend.demo.people import make_cast
from frontend.demo.story import tell
from marketplace.accounts.models import Person
from marketplace.dated import clock
from marketplace.events import consumers
from tests.e2e.axe import scrolls_sideways, violations
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

OF_PAGES = {"public", "organization", "university", "enterprise", "bureau", "platform"}
NOT_FOLLOWED = re.compile(r"^/(en|static|files|api|accounts|display)/|format=csv")
# No link leads there: they answer forms and fields.
WITHOUT_LINK = {
    "organization:ask",
    "organization:invitation",
    "organization:register",
    "public:check_start",
    "public:display",
    "public:echo",
}
# Acts on things in states in which the demonstration has none; test_one_patent walks through most of them.
OF_OTHER_STATES = {
    "bureau:approve_award",
    "bureau:claim",
    "bureau:pay_award",
    "bureau:prepare_award",
    "bureau:put_in_force",
    "bureau:recommend_claim",
    "bureau:reject_claim",
    "bureau:return_claim",
    "bureau:verify_organization",
    "enterprise:claim",
    "enterprise:contract",
    "enterprise:notice",
    "enterprise:online_payment",
    "enterprise:pay_online",
    "enterprise:recordal",
    "enterprise:submit_claim",
    "enterprise:withdraw",
    "enterprise:withdraw_claim",
    "organization:join_request",
    "platform:revoke_key",
    "university:announce_declaration",
    "university:apply_import",
    "university:approve",
    "university:approve_terms",
    "university:discard_import",
    "university:end_notice",
    "university:file_declaration",
    "university:file_invoice",
    "university:new_listing",
    "university:publish",
    "university:recordal",
    "university:resume",
    "university:return",
    "university:sign",
    "university:start_notice",
    "university:stop_notice",
    "university:submit",
    "university:withdrawal_announced",
}


def names(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and namespace in OF_PAGES:
            yield f"{namespace}:{entry.name}"


def kind_of(address):
    """Give what makes a page a kind of its own: its view."""
    return resolve(address.partition("?")[0]).view_name


class Walk:
    """One account that follows all links."""

    def __init__(self, page, open_page, screenshot, seen):
        self.page, self.open_page, self.screenshot, self.seen = page, open_page, screenshot, seen
        self.troubles = []

    def from_(self, start, limit=150):
        waiting, done = [start], set()
        while waiting and len(done) < limit:
            address = waiting.pop(0)
            if address in done or NOT_FOLLOWED.match(address):
                continue
            done.add(address)
            waiting += self.look_at(address)

    def look_at(self, address):
        answer = self.page.goto(f"{self.open_page.base}{address}")
        if answer.status != 200:
            self.troubles.append((answer.status, address))
            return []
        kind = kind_of(self.page.url.removeprefix(self.open_page.base))
        if kind not in self.seen:
            self.seen.add(kind)
            self.troubles += [(address, *found) for found in violations(self.page)]
            self.page.set_viewport_size(PHONE)
            if scrolls_sideways(self.page):
                self.troubles.append(("scrolls sideways", address))
            self.screenshot(self.page, f"every-{kind.replace(':', '-')}")
            self.page.set_viewport_size({"width": 1440, "height": 900})
        return [
            link.partition("#")[0]
            for link in self.page.eval_on_selector_all(
                "a[href^='/']", "links => links.map(a => a.getAttribute('href'))"
            )
        ]


@pytest.fixture
def demo(transactional_db):
    now = clock.now()
    tell(make_cast(at=now.replace(year=now.year - 1)), now=now)
    consumers.run_all(clock=clock.now)


def test_every_link_leads_to_a_page_that_everybody_can_use(demo, new_context, open_page, sign_in, screenshot):
    seen, troubles = set(), []
    for person in [None, *Person.objects.order_by("email")]:
        page = new_context().new_page()
        if person:
            sign_in(page, person)
        walk = Walk(page, open_page, screenshot, seen)
        walk.from_("/desks/?all" if person else "/")
        troubles += [(person and person.email, *trouble) for trouble in walk.troubles]
        page.context.close()

    assert troubles == []
    assert set(names()) - seen == WITHOUT_LINK | OF_OTHER_STATES
