using CometHooks.Operate.Explain;
using CometHooks.Store;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>What was, is or would be sent.</summary>
[Route("api/conversions")]
internal sealed class ConversionsController(IEventLists lists, StoryTeller stories) : ApiController
{
    /// <summary>Lists conversions, newest first.</summary>
    /// <param name="state">held, pending, delivered, suppressed, excluded, rejected, dead or replaced.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="event_name">Cometly's event name.</param>
    /// <param name="destination">The destination's name.</param>
    /// <param name="order_id">The order id that is sent.</param>
    /// <param name="order_name">The order's name as the buyer knows it, with or without its #; it is looked up by its hash.</param>
    /// <param name="event_id">The source's event id.</param>
    /// <param name="email">The visitor's address; it is looked up by its hash.</param>
    /// <param name="from">Made at or after.</param>
    /// <param name="to">Made before.</param>
    /// <param name="cursor">The page before said it.</param>
    /// <param name="limit">How many, at most 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_conversions")]
    [ProducesResponseType<ApiPage<ConversionRow>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(
        string? state,
        string? endpoint,
        string? event_name,
        string? destination,
        string? order_id,
        string? order_name,
        string? event_id,
        string? email,
        DateTimeOffset? from,
        DateTimeOffset? to,
        long? cursor,
        int? limit,
        CancellationToken cancellationToken)
    {
        if (!TryWord<ConversionState>(state, out var inState))
        {
            return Wrong($"Conversions are never '{state}'. States: {string.Join(", ", Enum.GetValues<ConversionState>().Select(Words.Of))}.");
        }

        var filter = new ConversionFilter
        {
            State = inState,
            Endpoint = endpoint,
            EventName = event_name,
            Destination = destination,
            OrderId = order_id,
            OrderName = order_name,
            EventId = event_id,
            Email = email,
            From = from,
            To = to,
        };
        var page = await lists.ConversionsAsync(filter, cursor, Most(limit), cancellationToken);
        return Ok(ApiPage<ConversionRow>.Of(ShownRows.Of(page)));
    }

    /// <summary>Explains one conversion, without personal data: its fields and where each came from, its ledger entry, its attempts.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("{id:long}", Name = "explain_conversion")]
    [ProducesResponseType<ExplainedConversion>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Explain(long id, CancellationToken cancellationToken)
        => await FindAsync(id, cancellationToken) is { } conversion ? Ok(conversion) : NotThere("conversion");

    /// <summary>The attempts to deliver one conversion, with Cometly's answers.</summary>
    /// <param name="id">The conversion's number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("{id:long}/attempts", Name = "list_attempts")]
    [ProducesResponseType<IReadOnlyList<AttemptView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Attempts(long id, CancellationToken cancellationToken)
        => await FindAsync(id, cancellationToken) is { } conversion ? Ok(conversion.Attempts) : NotThere("conversion");

    private async Task<ExplainedConversion?> FindAsync(long id, CancellationToken cancellationToken)
        => await lists.WebhookOfAsync(id, cancellationToken) is { } webhook && await stories.TellAsync(webhook, revealTo: null, cancellationToken) is { } story
            ? story.Conversions.FirstOrDefault(c => c.Id == id)
            : null;
}
