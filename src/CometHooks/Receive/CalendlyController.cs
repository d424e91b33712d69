using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>
/// Calendly is not known to sign its retries anew, so what is authentic and too old is kept as <c>late</c>: https://developer.calendly.com/api-docs/webhook-signatures.
/// </summary>
internal sealed class CalendlyController(Reception hub) : WebhookController(hub)
{
    [Route("webhooks/calendly/{endpoint?}")]
    public Task<IActionResult> Receive([FromRoute] string? endpoint) => AnswerAsync("calendly", endpoint);
}
