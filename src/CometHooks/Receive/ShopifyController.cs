using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>
/// Shopify hangs up after 5 seconds and deletes a subscription after 8 failures in a row: https://shopify.dev/docs/apps/build/webhooks. All topics of a shop come to one URL; the topic is a header.
/// </summary>
internal sealed class ShopifyController(Reception hub) : WebhookController(hub)
{
    [Route("webhooks/shopify/{endpoint?}")]
    public Task<IActionResult> Receive([FromRoute] string? endpoint) => AnswerAsync("shopify", endpoint);
}
