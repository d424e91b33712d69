using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CometHooks.Operate.Access;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>Alerts and their receivers by the admin API.</summary>
public sealed class AlertApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_alert_is_listed_with_what_is_wrong_since_when_and_where_to_mend_it()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(401, """{"message":"Unauthenticated."}""");
        await scene.StartAsync();
        using var viewer = await ClientAsync(scene, AccessRole.Viewer);
        Assert.Empty((await viewer.GetFromJsonAsync<JsonArray>("/api/alerts", Cancel))!);

        await scene.SellAsync();
        await Until.True(async () => (await scene.Hub.Records.PausesAsync(Cancel)).Count > 0, "the pause is written");
        await scene.PassAsync(TimeSpan.FromSeconds(10));

        var alert = Assert.Single((await viewer.GetFromJsonAsync<JsonArray>("/api/alerts", Cancel))!)!;
        Assert.Equal(
            ("paused/main", "paused", "main", "error", "/destinations"),
            ((string?)alert["key"], (string?)alert["condition"], (string?)alert["subject"], (string?)alert["severity"], (string?)alert["page"]));
        Assert.StartsWith("Destination main is paused", (string?)alert["text"], StringComparison.Ordinal);
        Assert.Equal((await scene.OpenAsync()).Single().Since, (DateTimeOffset)alert["since"]!);
    }

    [Fact]
    public async Task Receivers_are_listed_by_name_type_and_host_and_nothing_that_is_secret_or_a_persons()
    {
        await using var scene = new AlertScene($$"""
            { receivers: { pager: { type: webhook, url: "https://pager.example.com/hooks/t0ps3cret", secret: {{ReceiverMock.Secret}} }, team: { type: slack, url: "https://hooks.slack.com/services/T0/B0/t0ps3cret" }, shop: { type: email, to: [ada@example.com, bob@example.org] } }, smtp: { host: mail.example.com, from: hooks@example.com } }
            """.Trim());
        await scene.StartAsync();
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        var listed = await admin.GetStringAsync("/api/alerts/receivers", Cancel);

        Assert.Equal(
            """[{"name":"pager","type":"webhook","host":"pager.example.com"},{"name":"team","type":"slack","host":"hooks.slack.com"},{"name":"shop","type":"email","host":"example.com, example.org"}]""",
            listed);
    }

    [Fact]
    public async Task A_test_alert_is_signed_says_that_it_is_one_and_the_answer_and_the_audit_trail_say_what_came_of_it()
    {
        await using var scene = new AlertScene();
        await scene.StartAsync();
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        var taken = await TestAsync(admin, "ops");
        scene.Receiver.Answers(500, priority: 1);
        var refused = await TestAsync(admin, "ops");
        using var unknown = await admin.PostAsync(new Uri("/api/alerts/receivers/nobody/test", UriKind.Relative), null, Cancel);

        Assert.Equal("""{"taken":true,"text":"it answered 200"}""", taken);
        Assert.Equal("""{"taken":false,"text":"it answered 500"}""", refused);
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.True(scene.Receiver.IsSigned(0));
        var told = scene.Receiver.Told[0];
        Assert.Equal(("alert.test", "test/ops", "test"), ((string?)told["type"], (string?)told["data"]!["alert"], (string?)told["data"]!["condition"]));
        Assert.StartsWith("Test alert for receiver ops: nothing is wrong", (string?)told["data"]!["text"], StringComparison.Ordinal);
        Assert.Equal(
            [("test", "ops", "a test alert was sent: it answered 500"), ("test", "ops", "a test alert was sent: it answered 200")],
            (await scene.Hub.Records.AuditAsync(2, Cancel)).Select(a => (a.Kind, a.Subject, a.Text)));
        Assert.All(await scene.Hub.Records.AuditAsync(2, Cancel), a => Assert.EndsWith("(test Admin)", a.Actor, StringComparison.Ordinal));
        Assert.Empty(await scene.OpenAsync());
        Assert.Equal(2, scene.Receiver.Told.Count);
    }

    [Fact]
    public async Task A_test_alert_goes_to_a_channel_and_a_mailbox_in_their_formats_too()
    {
        await using var mail = new SmtpFake();
        using var slack = new ReceiverMock();
        await using var scene = new AlertScene($$"""
            { receivers: { team: { type: slack, url: "{{slack.Url}}", allow_private: true }, shop: { type: email, to: [ada@example.com] } }, smtp: { host: 127.0.0.1, port: {{mail.Port}}, security: none, from: hooks@example.com, allow_private: true } }
            """.Trim());
        await scene.StartAsync();
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        Assert.Equal("""{"taken":true,"text":"it answered 200"}""", await TestAsync(admin, "team"));
        Assert.Equal("""{"taken":true,"text":"the mail server took it"}""", await TestAsync(admin, "shop"));

        Assert.StartsWith(":test_tube: Test alert for receiver team: nothing is wrong", (string)slack.Told.Single()["text"]!, StringComparison.Ordinal);
        Assert.True(mail.Conversations.TryDequeue(out var letter));
        Assert.Contains("Subject: [CometHooks] Test alert for receiver shop: nothing is wrong", letter, StringComparison.Ordinal);
    }

    private static async Task<string> TestAsync(HttpClient admin, string receiver)
    {
        using var answer = await admin.PostAsync(new Uri($"/api/alerts/receivers/{receiver}/test", UriKind.Relative), null, Cancel);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpClient> ClientAsync(AlertScene scene, AccessRole role)
    {
        var (_, key) = await new ApiKeys((IAccess)scene.Hub.Records, TimeProvider.System).MakeAsync($"test {role}", role, "test", Cancel);
        return new HttpClient { BaseAddress = scene.Hub.Admin, DefaultRequestHeaders = { { "Authorization", $"Bearer {key}" } } };
    }
}
