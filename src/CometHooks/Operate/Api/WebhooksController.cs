using CometHooks.Operate.Access;
using CometHooks.Operate.Explain;
using CometHooks.Operate.Scrub;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>What arrived.</summary>
[Route("api/webhooks")]
internal sealed class WebhooksController(IEventLists lists, StoryTeller stories, EventSamples samples) : ApiController
{
    /// <summary>Lists webhooks, newest first.</summary>
    /// <param name="state">stored, mapped, ignored, unreadable, failed or late.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="type">The source's event type.</param>
    /// <param name="event_id">The source's event id.</param>
    /// <param name="from">Received at or after.</param>
    /// <param name="to">Received before.</param>
    /// <param name="cursor">The page before said it.</param>
    /// <param name="limit">How many, at most 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_webhooks")]
    [ProducesResponseType<ApiPage<WebhookRow>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(
        string? state, string? endpoint, string? type, string? event_id, DateTimeOffset? from, DateTimeOffset? to, long? cursor, int? limit, CancellationToken cancellationToken)
    {
        if (!TryWord<WebhookState>(state, out var inState))
        {
            return Wrong($"Webhooks are never '{state}'. States: {string.Join(", ", Enum.GetValues<WebhookState>().Select(Words.Of))}.");
        }

        var filter = new WebhookFilter { State = inState, Endpoint = endpoint, Type = type, EventId = event_id, From = from, To = to };
        var page = await lists.WebhooksAsync(filter, cursor, Most(limit), cancellationToken);
        return Ok(ApiPage<WebhookRow>.Of(ShownRows.Of(page)));
    }

    /// <summary>Explains one webhook: what arrived, what each rule did and why, what was sent and answered.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="reveal">True: with personal data and the body. Needs the role operator, and is written to the audit trail.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("{id:long}", Name = "explain_webhook")]
    [ProducesResponseType<ExplainedEvent>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Explain(long id, bool reveal, CancellationToken cancellationToken)
        => reveal && !User.May(AccessRole.Operator) ? Forbid()
            : await stories.TellAsync(id, reveal ? Actor : null, cancellationToken) is { } story ? Ok(story) : NotThere("webhook");

    /// <summary>Makes of a webhook a sample in which everything that could be a person's is invented, and the example that holds of it. Written to the audit trail.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="save">True: the sample is also put in its place on this hub, where the examples of mappings find it. What is there is never changed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [HttpPost("{id:long}/sample", Name = "make_sample")]
    [Authorize(Roles = RoleNames.Admin)]
    [ProducesResponseType<EventSample>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> MakeSample(long id, bool save, CancellationToken cancellationToken)
        => await samples.OfAsync(id, Actor, cancellationToken) is not { } sample ? NotThere("webhook")
            : Ok(save ? await samples.SaveAsync(id, sample, Actor) : sample);
}
