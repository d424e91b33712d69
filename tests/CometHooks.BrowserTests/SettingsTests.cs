using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>What the settings say of the configuration, and whether whoever shall be told of alerts can be told.</summary>
public sealed partial class SettingsTests(ConsoleUnderTest console)
{
    [Fact]
    public async Task How_long_what_is_kept_stands_there_with_what_was_last_cleared_away_and_whether_it_is_encrypted()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/settings");
        var kept = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Kept data" });

        foreach (var row in new[] { "bodies 30 days", "conversions 90 days", "ledger 400 days", "sums for ever" })
        {
            await Assertions.Expect(kept.GetByRole(AriaRole.Row, new() { NameRegex = new Regex($"^{row}") })).ToBeVisibleAsync();
        }

        await Assertions.Expect(kept).ToContainTextAsync("nothing was old enough");
        await Assertions.Expect(kept).ToContainTextAsync("no: store.encryption_keys names no key");
        await Assertions.Expect(kept).ToContainTextAsync("config/comethooks.yaml");
        await Assertions.Expect(kept.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_test_alert_goes_to_its_receiver_and_the_page_says_what_it_answered()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/settings");
        var receivers = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Alert receivers" });
        var answer = receivers.GetByRole(AriaRole.Status, new() { Name = "Answer of ops" });
        await Assertions.Expect(receivers.GetByRole(AriaRole.Row, new() { NameRegex = Ops() })).ToBeVisibleAsync();
        Assert.DoesNotContain("not-to-be-shown", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await receivers.GetByRole(AriaRole.Button, new() { Name = "Send a test alert" }).ClickAsync();

        await Assertions.Expect(answer).ToHaveTextAsync("It has the test alert: it answered 204");
        var told = Assert.Single(console.Receiver.Told, t => (string?)t["type"] == "alert.test");
        Assert.Equal("Test alert for receiver ops: nothing is wrong, and nothing is to be done", (string?)told["data"]!["text"]);

        console.Receiver.Status = 503;
        try
        {
            await receivers.GetByRole(AriaRole.Button, new() { Name = "Send a test alert" }).ClickAsync();
            await Assertions.Expect(answer).ToHaveTextAsync("It was not told: it answered 503");
        }
        finally
        {
            console.Receiver.Status = 204;
        }

        await visit.OpenAsync("/audit");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "user ada test ops a test alert was sent: it answered 204" })).ToHaveCountAsync(1);
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_hub_without_receivers_says_what_to_write_and_one_with_a_key_that_it_encrypts()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Environment["Store__encryption_keys__0"] = Convert.ToBase64String(new byte[32]);
        await using var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken);
        await using var visit = await console.VisitAsync(hub.Admin, width: 390);
        await visit.Page.GotoAsync(Operate.Access.SetupLink.Read(folder.Environment["Console__setup_folder"])!);
        await visit.SubmitAsync(ConsoleUnderTest.Admin, ConsoleUnderTest.Password);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(hub.Admin.AbsoluteUri);
        await visit.OpenAsync("/settings");

        var receivers = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Alert receivers" });
        await Assertions.Expect(receivers).ToContainTextAsync("Nobody is told of alerts");
        await Assertions.Expect(receivers).ToContainTextAsync("alerts:\n  receivers:\n");
        await Assertions.Expect(receivers.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Kept data" })).ToContainTextAsync("yes: bodies, headers, fields, answers and identities");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, "settings-nobody-told-390-light.png"), FullPage = true });
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(visit.Errors);
    }

    [GeneratedRegex("^ops webhook 127.0.0.1 Send a test alert")]
    private static partial Regex Ops();
}
