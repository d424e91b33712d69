using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>What all operations of the API share: at the admin address only, problem+json for errors, reading for viewers; nothing on the way keeps an answer.</summary>
[ApiController]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[AdminOnly]
[Authorize(Roles = RoleNames.Viewer)]
[ProducesResponseType<ProblemDetails>(StatusCodes.Status401Unauthorized, "application/problem+json")]
[ProducesResponseType<ProblemDetails>(StatusCodes.Status403Forbidden, "application/problem+json")]
[ProducesResponseType<ProblemDetails>(StatusCodes.Status400BadRequest, "application/problem+json")]
internal abstract class ApiController : ControllerBase
{
    /// <summary>How many items a page has at most, whatever is asked for.</summary>
    public const int MostItems = 200;

    protected string Actor => User.Actor();

    protected static int Most(int? limit) => Math.Clamp(limit ?? 50, 1, MostItems);

    protected ObjectResult NotThere(string what) => Problem(title: $"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    protected ObjectResult Impossible(string detail) => Problem(title: "That cannot be done.", detail: detail, statusCode: StatusCodes.Status409Conflict);

    protected ObjectResult Wrong(string detail) => Problem(title: "The request is not right.", detail: detail, statusCode: StatusCodes.Status400BadRequest);

    protected ObjectResult Refused(AccessRefusal refusal) => refusal.IsWrong ? Wrong(refusal.Text) : Impossible(refusal.Text);

    /// <summary>A state by its word; a word that is none is the caller's mistake.</summary>
    protected static bool TryWord<T>(string? word, out T? value)
        where T : struct, Enum
    {
        value = Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => Words.Of(v!.Value) == word);
        return word is null || value is not null;
    }
}
