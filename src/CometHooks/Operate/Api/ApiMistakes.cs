using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CometHooks.Operate.Api;

/// <summary>What is wrong with a request that cannot be read, in the words of who sent it: the reader's own name types of this program.</summary>
internal static class ApiMistakes
{
    private const string Document = $"{ApiStage.Document} says what it takes";

    public static IActionResult Answer(ActionContext context)
    {
        // Where the body cannot be read, the framework says besides that its parameter is missing.
        var isOfBody = context.ModelState.Any(field => field.Key.StartsWith('$'));
        var mistakes = context.ModelState.Where(field => !isOfBody || field.Key.StartsWith('$')).SelectMany(field => field.Value!.Errors.Select(error => Of(field.Key, error))).Distinct(StringComparer.Ordinal);
        var problem = new ProblemDetails { Status = StatusCodes.Status400BadRequest, Title = "The request is not right.", Detail = string.Join(" ", mistakes) };
        return new BadRequestObjectResult(problem) { ContentTypes = { "application/problem+json" } };
    }

    // The reader gives a path such as $.from, and of what went wrong only its message.
    private static string Of(string field, ModelError error) => field.TrimStart('$').TrimStart('.') switch
    {
        var name when error.ErrorMessage.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => $"There is no field '{name}'; {Document}.",
        "" when field.Length > 0 => $"The body is no JSON, or not an object; {Document}.",
        "" => $"The body is missing; {Document}.",
        var name => $"'{name}' is missing, or has a value of another kind; {Document}.",
    };
}
