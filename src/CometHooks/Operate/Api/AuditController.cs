using CometHooks.Store;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Who did what.</summary>
[Route("api/audit")]
internal sealed class AuditController(IRecords records) : ApiController
{
    /// <summary>Lists the audit trail, newest first.</summary>
    /// <param name="cursor">The page before said it.</param>
    /// <param name="limit">How many, at most 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_audit")]
    [ProducesResponseType<ApiPage<AuditEntry>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(long? cursor, int? limit, CancellationToken cancellationToken)
        => Ok(ApiPage<AuditEntry>.Of(await records.AuditPageAsync(cursor, Most(limit), cancellationToken)));
}
