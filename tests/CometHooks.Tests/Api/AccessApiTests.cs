using System.Net;
using CometHooks.Store;

namespace CometHooks.Tests.Api;

/// <summary>Users by the API, how long data is kept, and what the audit trail says of it.</summary>
public sealed class AccessApiTests
{
    [Fact]
    public async Task Users_are_added_and_changed_the_last_admin_stays_and_the_audit_trail_says_who_did_what()
    {
        await using var scene = await ApiScene.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("ada", """{"role":"admin"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(" Ada ", """{"role":"admin","password":"correct horse battery"}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await PutAsync("ada", """{"role":"viewer"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("vera", """{"role":"viewer","password":"correct horse battery","disabled":true}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("vera", """{"password":"battery horse correct","disabled":false}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync("vera", "{}")).Status);

        var audit = (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray().Where(e => (string)e!["kind"]! == "user").ToList();
        Assert.Equal(
            [("ada", "added, with the role admin"), ("vera", "added, with the role viewer, disabled"), ("vera", "a new password, enabled"), ("vera", "sessions ended")],
            audit.Select(e => ((string)e!["subject"]!, (string)e["text"]!)).Reverse());
        Assert.All(audit, e => Assert.EndsWith("(admin)", (string)e!["actor"]!, StringComparison.Ordinal));

        Task<ApiAnswer> PutAsync(string name, string body) => scene.AskAsync(AccessRole.Admin, HttpMethod.Put, $"/api/users/{Uri.EscapeDataString(name)}", body);
    }

    [Fact]
    public async Task How_long_what_is_kept_can_be_read_with_what_was_last_cleared_away()
    {
        await using var scene = await ApiScene.StartAsync();
        await Fakes.Until.True(async () => (await scene.GetAsync("/api/retention")).Json["last_sweep"] is not null, "the first round is through");

        var kept = (await scene.GetAsync("/api/retention")).Json;

        Assert.Equal(
            [("bodies", "30.00:00:00"), ("conversions", "90.00:00:00"), ("ledger", "400.00:00:00"), ("sums", null)],
            kept["classes"]!.AsArray().Select(c => ((string)c!["name"]!, (string?)c["kept_for"])));
        Assert.Equal((false, true, 0L), ((bool)kept["is_encrypted"]!, (bool)kept["sweeps_here"]!, (long)kept["last_sweep"]!["bodies"]!));
    }
}
