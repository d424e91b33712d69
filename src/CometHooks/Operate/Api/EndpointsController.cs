using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>The webhook URLs.</summary>
[Route("api/endpoints")]
internal sealed class EndpointsController(EndpointViews endpoints) : ApiController
{
    /// <summary>Lists all endpoints: whether each is on, what it refused, and the last webhook.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_endpoints")]
    [ProducesResponseType<IReadOnlyList<EndpointView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => Ok(await endpoints.AllAsync(cancellationToken));
}
