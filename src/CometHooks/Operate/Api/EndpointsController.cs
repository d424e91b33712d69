using CometHooks.Operate.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>The webhook URLs.</summary>
[Route("api/endpoints")]
internal sealed class EndpointsController(EndpointViews endpoints, TestEvents tests) : ApiController
{
    /// <summary>Lists all endpoints: whether each is on, what it refused, and the last webhook.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_endpoints")]
    [ProducesResponseType<IReadOnlyList<EndpointView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => Ok(await endpoints.AllAsync(cancellationToken));

    /// <summary>Sends a signed test event to an endpoint, through its URL, as its platform would. The money guard for tests keeps it from Cometly.</summary>
    /// <param name="name">The endpoint.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    [HttpPost("{name}/test", Name = "test_endpoint")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType<TestEventResult>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Test(string name, CancellationToken cancellationToken)
    {
        if (await tests.SendAsync(name, Actor, cancellationToken) is not { } result)
        {
            return NotThere("endpoint");
        }

        return result.Webhook is null ? Impossible(result.Problem!) : Ok(result);
    }
}
