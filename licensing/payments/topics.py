"""Topics that payments record. Bank references, accounts and what Stripe says never enter the log."""

from typing import Final

from marketplace.events.topics import declare

PAYMENT_RECORDED: Final = declare("payment.recorded", "number", "amount", "paid_on")
PAYMENT_CONFIRMED: Final = declare("payment.confirmed", "number", "amount")
PAYMENT_REFUSED: Final = declare("payment.refused", "number", "reason")
INVOICE_FILED: Final = declare("invoice.filed", "number", "payment", "net", "tax", "issued_on")
PAYEE_CONNECTED: Final = declare("payee.connected", "livemode")
CHECKOUT_STARTED: Final = declare("checkout.started", "number", "amount")
CHECKOUT_EXPIRED: Final = declare("checkout.expired", "number")
CHECKOUT_MISMATCHED: Final = declare("checkout.mismatched", "number", "problem")
