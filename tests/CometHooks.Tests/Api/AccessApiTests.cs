using System.Net;
using CometHooks.Store;

namespace CometHooks.Tests.Api;

/// <summary>Users by the API, and what the audit trail says of it.</summary>
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
}
