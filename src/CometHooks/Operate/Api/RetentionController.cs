using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>How long what is kept.</summary>
[Route("api/retention")]
internal sealed class RetentionController(RetentionView retention) : ApiController
{
    /// <summary>Says how long each kind of data is kept, whether it is encrypted, and what was last cleared away. The configuration changes it.</summary>
    [HttpGet(Name = "retention")]
    [ProducesResponseType<KeptData>(StatusCodes.Status200OK)]
    public IActionResult Read() => Ok(retention.Now());
}
