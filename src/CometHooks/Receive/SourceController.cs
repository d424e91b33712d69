using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>All other sources: those of plugins, which bring an adapter and no controller.</summary>
internal sealed class SourceController(Reception hub) : WebhookController(hub)
{
    [Route("webhooks/{source}/{endpoint?}")]
    public Task<IActionResult> Receive([FromRoute] string source, [FromRoute] string? endpoint) => AnswerAsync(source, endpoint);
}
