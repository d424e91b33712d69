using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Finds what a person means.</summary>
[Route("api/search")]
internal sealed class SearchController(EventSearch search) : ApiController
{
    /// <summary>The newest webhooks and conversions with this number of theirs, event id, order id or e-mail address.</summary>
    /// <param name="q">What is looked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "search")]
    [ProducesResponseType<IReadOnlyList<FoundEvent>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Search(string? q, CancellationToken cancellationToken)
        => string.IsNullOrWhiteSpace(q) ? Wrong("Say what to look for: q=…") : Ok(await search.FindAsync(q.Trim(), MostItems, cancellationToken));
}
