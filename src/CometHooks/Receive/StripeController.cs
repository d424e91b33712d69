using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>
/// Stripe signs every attempt anew, so a retry after days passes the tolerance: https://docs.stripe.com/webhooks. Several accounts are several endpoints.
/// </summary>
internal sealed class StripeController(Reception hub) : WebhookController(hub)
{
    [Route("webhooks/stripe/{endpoint?}")]
    public Task<IActionResult> Receive([FromRoute] string? endpoint) => AnswerAsync("stripe", endpoint);
}
