using CometHooks.Operate.Access;
using CometHooks.Operate.Alerts;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>What is wrong now, and who is told of it.</summary>
[Route("api/alerts")]
internal sealed class AlertsController(IAlerts alerts, AlertReceivers receivers, TestAlerts tests) : ApiController
{
    /// <summary>Lists the open alerts, oldest first.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_alerts")]
    [ProducesResponseType<IReadOnlyList<OpenAlert>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => Ok(await alerts.OpenAlertsAsync(cancellationToken));

    /// <summary>Lists who is told of alerts, as the configuration says. Of an address no more than its host is shown.</summary>
    [HttpGet("receivers", Name = "list_receivers")]
    [Authorize(Roles = RoleNames.Admin)]
    [ProducesResponseType<IReadOnlyList<ReceiverView>>(StatusCodes.Status200OK)]
    public IActionResult Receivers() => Ok(receivers.All);

    /// <summary>Sends a receiver a test alert, marked as one, and says what it answered.</summary>
    /// <param name="name">The receiver.</param>
    [HttpPost("receivers/{name}/test", Name = "test_receiver")]
    [Authorize(Roles = RoleNames.Admin)]
    [ProducesResponseType<ReceiverAnswer>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Test(string name)
        => await tests.SendAsync(name, Actor) is { } answer ? Ok(answer) : NotThere("receiver");
}
