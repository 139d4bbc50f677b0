"""The address to which Stripe sends its events."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from licensing.payments import inbox
from licensing.payments.stripe import BadSignature
from marketplace.dated import clock


# Stripe is no browser with a session: its signature, which no form of another site can make, stands for the token.
@csrf_exempt
@require_POST
def stripe_events(request: HttpRequest) -> HttpResponse:
    """Store an event whose signature holds. What it means is worked out later, so that the answer comes at once."""
    try:
        inbox.receive(payload=request.body, signature=request.headers.get("Stripe-Signature", ""), now=clock.now())
    except BadSignature as error:
        return JsonResponse({"code": error.code}, status=error.status)
    return HttpResponse(status=200)


urlpatterns = [path("stripe/", stripe_events, name="stripe_webhook")]
