using CometHooks.Map;
using CometHooks.Operate.Access;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Explain;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>
/// The mapping files that endpoints name. A draft is run against events that are personal, and could take them apart in ways
/// that no masking sees through: that needs the role operator.
/// </summary>
[Route("api/mappings")]
internal sealed class MappingsController(MappingViews views, MappingTrial trial, DraftPreview preview, DraftDiff diff, MappingActivation activation) : ApiController
{
    /// <summary>Lists the mappings: the active version, a refused change and what is wrong with it, who uses it.</summary>
    [HttpGet(Name = "list_mappings")]
    [ProducesResponseType<IReadOnlyList<MappingView>>(StatusCodes.Status200OK)]
    public IActionResult List() => Ok(views.All());

    /// <summary>The text of a mapping to start a change from, or of one of its versions.</summary>
    /// <param name="name">The mapping, such as mappings/stripe.yaml.</param>
    /// <param name="version">One of its versions; without it the newest text.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("text", Name = "find_mapping_text")]
    [ProducesResponseType<MappingText>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Text(string? name, string? version, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            return await views.TextAsync(name, cancellationToken) is { } text ? Ok(text) : NotThere("mapping");
        }

        return await FindAsync(name, version, cancellationToken) is { } kept ? Ok(new MappingText(kept.Name, kept.Version, kept.Text)) : NotThere("version of a mapping");
    }

    /// <summary>Lists the versions of a mapping that were in use, newest first.</summary>
    /// <param name="name">The mapping, such as mappings/stripe.yaml.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("versions", Name = "list_mapping_versions")]
    [ProducesResponseType<IReadOnlyList<VersionView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Versions(string? name, CancellationToken cancellationToken)
    {
        var active = views.Find(name)?.Version;
        return await views.VersionsAsync(name, cancellationToken) is { } versions
            ? Ok(versions.Select(v => new VersionView(v.Version, v.ActiveFrom, v.Version == active)))
            : NotThere("mapping");
    }

    /// <summary>Checks a draft: what is wrong with it and where, and which of its examples do not hold. Nothing changes.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="cancellationToken">Ends the examples.</param>
    [HttpPost("check", Name = "check_mapping")]
    [ProducesResponseType<DraftCheck>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Check(DraftInput draft, CancellationToken cancellationToken)
        => views.Find(draft.Name) is null ? NotThere("mapping")
            : draft.Text is null ? Wrong("Say the text.")
            : Ok(DraftCheck.Of(await trial.TryAsync(draft.Name!, draft.Text, cancellationToken), draft.Text, User.May(AccessRole.Operator)));

    /// <summary>What a draft would make of one event: a stored one, without personal data, or a payload. Nothing is stored or sent.</summary>
    /// <param name="draft">The draft, and the event.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [HttpPost("preview", Name = "preview_mapping")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType<IReadOnlyList<ExplainedEvent>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IActionResult> Preview(PreviewInput draft, CancellationToken cancellationToken)
        => ReadAsync(draft, async mapping =>
        {
            var events = draft.Payload is { } payload
                ? await preview.OfPayloadAsync(mapping, payload, draft.Endpoint, draft.Headers, cancellationToken)
                : await preview.OfStoredAsync(mapping, draft.Webhook, draft.Endpoint, draft.Reveal == true ? Actor : null, cancellationToken);
            return events is not null ? Ok(events) : NotThere("webhook, with its body, or endpoint of this mapping");
        }, cancellationToken);

    /// <summary>How what a draft makes of the newest stored webhooks differs from what the active version makes of them. Nothing is stored or sent.</summary>
    /// <param name="draft">The draft, and how many webhooks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [HttpPost("diff", Name = "diff_mapping")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType<DraftDifference>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IActionResult> Diff(DiffInput draft, CancellationToken cancellationToken)
        => ReadAsync(draft, async mapping => await diff.RunAsync(mapping, draft.Endpoint, Math.Clamp(draft.Last ?? DraftDiff.Usual, 1, DraftDiff.Most), progress: null, cancellationToken) is { } difference
            ? Ok(difference)
            : NotThere("webhook of this mapping to compare with"), cancellationToken);

    /// <summary>Makes a draft the active version, if everything about it holds and nobody else changed the mapping meanwhile.</summary>
    /// <param name="draft">The draft, and the version that it was made of.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpPut("active", Name = "activate_mapping")]
    [Authorize(Roles = RoleNames.Admin)]
    [ProducesResponseType<ActivatedVersion>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Activate(ActivationInput draft, CancellationToken cancellationToken)
        => views.Find(draft.Name) is null ? NotThere("mapping")
            : draft.Text is null || draft.InsteadOf is null ? Wrong("Say the text, and with instead_of the version that it was made of.")
            : await ActivateAsync(draft.Name!, draft.Text, draft.InsteadOf, cancellationToken);

    /// <summary>Makes an older version active again, if it still holds and nobody else changed the mapping meanwhile.</summary>
    /// <param name="back">The version to go back to, and the one that is left.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpPut("rollback", Name = "roll_back_mapping")]
    [Authorize(Roles = RoleNames.Admin)]
    [ProducesResponseType<ActivatedVersion>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> RollBack(RollBackInput back, CancellationToken cancellationToken)
        => await FindAsync(back.Name, back.Version, cancellationToken) is not { } kept ? NotThere("version of a mapping")
            : back.InsteadOf is null ? Wrong("Say with instead_of which version is left.")
            : await ActivateAsync(kept.Name, kept.Text, back.InsteadOf, cancellationToken);

    private async Task<IActionResult> ActivateAsync(string name, string text, string insteadOf, CancellationToken cancellationToken)
    {
        var done = await activation.ActivateAsync(name, text, insteadOf, Actor, cancellationToken);
        return done.End switch
        {
            ActivationEnd.Active => Ok(new ActivatedVersion(name, done.Version!)),
            ActivationEnd.Refused => Refused(done.Tried!, text),
            ActivationEnd.NotThere => NotThere("mapping"),
            _ => Impossible(DraftAnswers.Of(done)),
        };
    }

    private async Task<IActionResult> ReadAsync(DraftInput draft, Func<Mapping, Task<IActionResult>> then, CancellationToken cancellationToken)
    {
        if (views.Find(draft.Name) is null)
        {
            return NotThere("mapping");
        }

        if (draft.Text is null)
        {
            return Wrong("Say the text.");
        }

        // Examples may fail meanwhile: to see what a draft does helps to find out why.
        var tried = await trial.TryAsync(draft.Name!, draft.Text, cancellationToken);
        return tried is { Mapping: { } mapping, Problems.Count: 0 } ? await then(mapping) : Refused(tried, draft.Text);
    }

    private ObjectResult Refused(TriedMapping tried, string text)
    {
        var check = DraftCheck.Of(tried, text, User.May(AccessRole.Operator));
        var problem = Wrong($"The mapping does not hold. {check.Problems[0]}");
        ((ProblemDetails)problem.Value!).Extensions["problems"] = check.Problems;
        return problem;
    }

    private async Task<MappingVersion?> FindAsync(string? name, string? version, CancellationToken cancellationToken)
        => (await views.VersionsAsync(name, cancellationToken))?.FirstOrDefault(v => v.Version == version);
}
