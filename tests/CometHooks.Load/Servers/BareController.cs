using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Load.Servers;

/// <summary>The least that a webhook can cost: its body is read, and it is answered 200.</summary>
[ApiController]
public sealed class BareController : ControllerBase
{
    [HttpPost("webhooks/{source}")]
    public async Task<IActionResult> Receive(string source)
    {
        var body = new MemoryStream();
        await Request.Body.CopyToAsync(body, HttpContext.RequestAborted);
        return Ok(new { id = body.Length, status = source });
    }
}
