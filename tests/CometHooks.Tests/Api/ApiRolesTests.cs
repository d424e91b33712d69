using System.Net;
using CometHooks.Store;

namespace CometHooks.Tests.Api;

/// <summary>Who may do what. An operation that is not in this table fails the test.</summary>
public sealed class ApiRolesTests
{
    private static readonly Dictionary<string, AccessRole> Least = new(StringComparer.Ordinal)
    {
        ["list_webhooks"] = AccessRole.Viewer,
        ["explain_webhook"] = AccessRole.Viewer,
        ["make_sample"] = AccessRole.Admin,
        ["list_conversions"] = AccessRole.Viewer,
        ["explain_conversion"] = AccessRole.Viewer,
        ["list_attempts"] = AccessRole.Viewer,
        ["search"] = AccessRole.Viewer,
        ["list_endpoints"] = AccessRole.Viewer,
        ["test_endpoint"] = AccessRole.Operator,
        ["list_destinations"] = AccessRole.Viewer,
        ["pause_destination"] = AccessRole.Operator,
        ["resume_destination"] = AccessRole.Operator,
        ["list_mappings"] = AccessRole.Viewer,
        ["find_mapping_text"] = AccessRole.Viewer,
        ["list_mapping_versions"] = AccessRole.Viewer,
        ["check_mapping"] = AccessRole.Viewer,
        ["preview_mapping"] = AccessRole.Operator,
        ["diff_mapping"] = AccessRole.Operator,
        ["activate_mapping"] = AccessRole.Admin,
        ["roll_back_mapping"] = AccessRole.Admin,
        ["list_replays"] = AccessRole.Viewer,
        ["find_replay"] = AccessRole.Viewer,
        ["begin_replay"] = AccessRole.Operator,
        ["stop_replay"] = AccessRole.Operator,
        ["overview"] = AccessRole.Viewer,
        ["series"] = AccessRole.Viewer,
        ["readiness"] = AccessRole.Viewer,
        ["list_causes"] = AccessRole.Viewer,
        ["list_audit"] = AccessRole.Viewer,
        ["list_alerts"] = AccessRole.Viewer,
        ["list_receivers"] = AccessRole.Admin,
        ["test_receiver"] = AccessRole.Admin,
        ["retention"] = AccessRole.Viewer,
        ["list_users"] = AccessRole.Admin,
        ["put_user"] = AccessRole.Admin,
        ["list_erasures"] = AccessRole.Admin,
        ["find_erasure"] = AccessRole.Admin,
        ["begin_erasure"] = AccessRole.Admin,
        ["list_keys"] = AccessRole.Admin,
        ["make_key"] = AccessRole.Admin,
        ["revoke_key"] = AccessRole.Admin,
    };

    [Fact]
    public async Task Every_operation_refuses_nobody_and_whoever_has_too_small_a_role_and_no_one_else()
    {
        await using var scene = await ApiScene.StartAsync();
        var operations = ApiOperation.Of(await scene.DocumentAsync());

        Assert.Equal(Least.Keys.Order(StringComparer.Ordinal), operations.Select(o => o.Id).Order(StringComparer.Ordinal));
        foreach (var operation in operations)
        {
            var path = operation.PathWith(_ => "4711");
            var nobody = await AskAsync(null);
            Assert.True(nobody.Status == HttpStatusCode.Unauthorized, $"{operation.Id} without a key: {nobody.Status}");
            Assert.Equal("application/problem+json", nobody.MediaType);
            foreach (var role in Enum.GetValues<AccessRole>())
            {
                var answer = await AskAsync(role);
                Assert.True(
                    role < Least[operation.Id] ? answer.Status == HttpStatusCode.Forbidden : answer.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized),
                    $"{operation.Id} as {role}: {answer.Status} {answer.Text}");
            }

            Task<ApiAnswer> AskAsync(AccessRole? role) => scene.AskAsync(role, operation.Method, path, operation.HasBody ? "{}" : null);
        }
    }

    [Fact]
    public async Task Personal_data_is_revealed_to_operators_only_and_the_audit_trail_says_to_whom()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var path = $"/api/webhooks/{webhook.Id}";

        var masked = await scene.GetAsync(path);
        var refused = await scene.GetAsync($"{path}?reveal=true");
        var revealed = await scene.GetAsync($"{path}?reveal=true", AccessRole.Operator);

        Assert.DoesNotContain("@example.com", masked.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("ada@example.com", revealed.Text, StringComparison.Ordinal);
        var entry = Assert.Single((await scene.GetAsync("/api/audit")).Json["items"]!.AsArray(), e => (string)e!["kind"]! == "reveal")!;
        Assert.Equal(($"wh_{webhook.Id}", true), ((string)entry["subject"]!, ((string)entry["actor"]!).Contains("operator", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("?reveal=true", "GET")]
    [InlineData("/sample", "POST")]
    public async Task What_is_shown_is_kept_nowhere_on_the_way(string of, string method)
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(new HttpMethod(method), new Uri(scene.Hub.Admin, $"/api/webhooks/{webhook.Id}{of}"));
        message.Headers.Add("Authorization", $"Bearer {scene.KeyOf(AccessRole.Admin)}");

        using var answer = await client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_and_a_key_is_shown_once()
    {
        await using var scene = await ApiScene.StartAsync();
        var made = (await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, "/api/keys", """{"name":"backup","role":"viewer"}""")).Json;
        var twice = await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, "/api/keys", """{"name":"backup","role":"admin"}""");
        var list = await scene.GetAsync("/api/keys", AccessRole.Admin);

        Assert.Equal(HttpStatusCode.Conflict, twice.Status);
        Assert.DoesNotContain((string)made["key"]!, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await WithAsync((string)made["key"]!));

        Assert.Equal(HttpStatusCode.NoContent, (await scene.AskAsync(AccessRole.Admin, HttpMethod.Delete, $"/api/keys/{made["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await scene.AskAsync(AccessRole.Admin, HttpMethod.Delete, $"/api/keys/{made["id"]}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync((string)made["key"]!));

        async Task<HttpStatusCode> WithAsync(string key)
        {
            using var client = new HttpClient();
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(scene.Hub.Admin, "/api/overview"));
            message.Headers.Add("Authorization", $"Bearer {key}");
            return (await client.SendAsync(message, TestContext.Current.CancellationToken)).StatusCode;
        }
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api/webhooks/x")]
    [InlineData("GET", "/api/webhooks/1/sample")]
    [InlineData("POST", "/api/webhooks/x/sample")]
    [InlineData("DELETE", "/api/overview")]
    public async Task What_is_no_operation_is_a_problem_and_no_page(string method, string path)
    {
        await using var scene = await ApiScene.StartAsync();

        var nobody = await scene.AskAsync(null, new HttpMethod(method), path);
        var answer = await scene.AskAsync(AccessRole.Viewer, new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.Status);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task At_the_address_of_the_webhooks_there_is_no_api_and_no_console()
    {
        await using var scene = await ApiScene.StartAsync();
        using var client = new HttpClient();

        foreach (var path in new[] { "/api/overview", "/api/openapi.json", "/", "/signin", "/console.css", "/_framework/blazor.web.js", "/setup" })
        {
            using var answer = await client.GetAsync(scene.Hub.Url(path), TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        }
    }
}
