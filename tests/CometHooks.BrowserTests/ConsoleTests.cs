using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>What people do in the console.</summary>
public sealed partial class ConsoleTests(ConsoleUnderTest console)
{
    [Fact]
    public async Task The_link_of_the_first_start_let_one_admin_in_and_holds_no_more()
    {
        await using var visit = await console.VisitAsync();
        await visit.Page.GotoAsync(console.SetupLink);

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ask an admin of this hub");
        await Assertions.Expect(visit.Page.Locator("form")).ToHaveCountAsync(0);
        await visit.Page.GotoAsync("/events");
        Assert.Contains("/signin", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_without_users_says_where_its_link_is_and_a_form_that_came_too_late_lets_nobody_in()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken);
        var link = Operate.Access.SetupLink.Read(folder.Environment["Console__setup_folder"])!;
        await using var visit = await console.VisitAsync(hub.Admin, width: 390);
        await visit.Page.GotoAsync("/signin");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("setup-link.txt");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, "signin-nobody-390.png") });
        await visit.Page.GotoAsync("/setup");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("setup-link.txt");

        await visit.Page.GotoAsync(link);
        await using var first = await console.VisitAsync(hub.Admin, width: 390);
        await first.Page.GotoAsync(link);
        await first.SubmitAsync(ConsoleUnderTest.Admin, ConsoleUnderTest.Password);
        await Assertions.Expect(first.Page).ToHaveURLAsync(hub.Admin.AbsoluteUri);
        await visit.SubmitAsync("mallory", ConsoleUnderTest.Password);

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ask an admin of this hub");
        await visit.Page.GotoAsync("/signin");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_signs_in_comes_to_the_page_that_was_asked_for_and_a_wrong_password_to_none()
    {
        await using var visit = await console.VisitAsync();
        await visit.Page.GotoAsync("/audit");
        await visit.SubmitAsync(ConsoleUnderTest.Admin, "wrong");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Name or password is wrong.");

        await visit.SubmitAsync(ConsoleUnderTest.Admin, ConsoleUnderTest.Password);

        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Uri(console.Url, "/audit").AbsoluteUri);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Audit" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_missing_sale_is_found_by_its_order_id_and_its_story_is_read()
    {
        await using var visit = await console.SignedInAsync();
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(ConsoleUnderTest.Order);
        await visit.Page.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Row, new() { NameRegex = Delivered() }).GetByRole(AriaRole.Link).First.ClickAsync();

        var page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "charge.succeeded" })).ToBeVisibleAsync();
        var story = page.GetByLabel("What happened");
        foreach (var step in new[] { "It happened at stripe", "Received, and kept before it was answered", "Mapped: 1 rule applied", "Rule 'payment' made purchase to main", "Sent purchase to main: delivered, answered 202" })
        {
            await Assertions.Expect(story).ToContainTextAsync(step);
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = EmailsOrigin() })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("mark", new() { HasText = "a***@e***.com" }).First).ToHaveAttributeAsync("title", "sent as email");
    }

    [Fact]
    public async Task An_event_of_which_nothing_was_sent_says_so_and_which_rule_did_not_apply()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/events/7");

        var last = visit.Page.Locator(".story li").Last;
        await Assertions.Expect(last).ToContainTextAsync("Nothing is sent: the rules that applied only remember");
        await Assertions.Expect(last).ToContainTextAsync("did not apply: when is false: captured = true and");
        var headings = await visit.Page.Locator("h2").AllInnerTextsAsync();
        Assert.True(headings.ToList().IndexOf("Rules, in their order") < headings.ToList().IndexOf("What arrived"), string.Join(", ", headings));
    }

    [Fact]
    public async Task Personal_data_is_masked_until_it_is_revealed_and_the_audit_trail_says_to_whom()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/events/1");
        Assert.DoesNotContain("ada@example.com", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reveal personal data" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("ada@example.com").First).ToBeVisibleAsync();

        await visit.OpenAsync("/audit");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "user ada reveal wh_1" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_event_becomes_a_sample_and_an_example_in_one_click()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/events/1");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make a sample" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByTestId("sample")).ToContainTextAsync("visitor1@example.com");
        await Assertions.Expect(visit.Page.GetByTestId("sample")).Not.ToContainTextAsync("Ada");
        await Assertions.Expect(visit.Page.GetByTestId("example")).ToContainTextAsync("event_name: \"purchase\", ");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "sample-1280-light.png"), FullPage = true });
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_sample_fits_a_phone()
    {
        await using var visit = await console.SignedInAsync(width: 390);
        await visit.OpenAsync("/events/1");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make a sample" }).ClickAsync();
        await visit.Page.GetByTestId("example").WaitForAsync();

        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "sample-390-light.png"), FullPage = true });
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
    }

    [Fact]
    public async Task A_destination_is_paused_and_resumed()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/destinations");
        await visit.Page.GetByLabel("Why main is paused").FillAsync("a new space");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("by hand: a new space")).ToBeVisibleAsync();

        await visit.OpenAsync("/");
        await Assertions.Expect(visit.Page.GetByText("Destination main is paused: by hand: a new space")).ToBeVisibleAsync();

        await visit.OpenAsync("/destinations");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_overview_counts_what_was_rejected_and_leads_to_it()
    {
        await using var visit = await console.SignedInAsync();
        var tile = visit.Page.Locator(".cards .card", new() { HasText = "Rejected" });
        await Assertions.Expect(tile.Locator(".figure")).ToHaveTextAsync(Some());

        await tile.GetByRole(AriaRole.Link).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Dead and rejected" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_missing_of_visitors_stands_with_what_would_change_that()
    {
        await using var visit = await console.SignedInAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "how to send more with each event" }).ClickAsync();

        var calendly = visit.Page.GetByRole(AriaRole.Region, new() { Name = "calendly: 80 of 100" });
        await Assertions.Expect(calendly).ToContainTextAsync("Browser fingerprint with IP address: missing in");
        await Assertions.Expect(calendly.GetByRole(AriaRole.Definition).First).Not.ToBeEmptyAsync();
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task What_was_rejected_for_one_cause_is_replayed_after_a_preview()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/stuck");
        var group = visit.Page.Locator("section", new() { HasText = "JPY at a USD destination" });
        await Assertions.Expect(group.GetByRole(AriaRole.Heading)).Not.ToContainTextAsync("…");
        await Assertions.Expect(group.GetByRole(AriaRole.Link, new() { Name = "Open it" })).ToHaveAttributeAsync("href", RejectedEvent());
        await Assertions.Expect(group).ToContainTextAsync("Set the destination's currency, or list a rate");
        await group.GetByRole(AriaRole.Button, new() { Name = "Map anew…" }).ClickAsync();

        var replay = visit.Page.GetByLabel("Replay");
        await Assertions.Expect(replay).ToContainTextAsync("What would happen");
        await Assertions.Expect(replay).ToContainTextAsync("1 would be rejected again");
        await replay.GetByRole(AriaRole.Button, new() { Name = "Map 1 anew" }).ClickAsync();
        await Assertions.Expect(replay).ToContainTextAsync("1 began.");

        await visit.OpenAsync("/audit");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row, new() { NameRegex = Replayed() }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_no_button_that_writes()
    {
        await using var visit = await console.SignedInAsync(ConsoleUnderTest.Viewer);
        foreach (var path in new[] { "/", "/events", "/events/1", "/stuck", "/mappings", "/mappings/mappings/stripe.yaml", "/endpoints", "/destinations", "/audit" })
        {
            await visit.OpenAsync(path);
            foreach (var name in new[] { "Reveal", "Make a sample", "Map anew", "Send", "Pause", "Resume", "Activate", "Roll back", "Compare", "Preview" })
            {
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = name })).ToHaveCountAsync(0);
            }

            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Preview in the editor" })).ToHaveCountAsync(0);
        }

    }

    [Theory]
    [InlineData(ConsoleUnderTest.Viewer)]
    [InlineData(ConsoleUnderTest.Operator)]
    public async Task Nobody_but_an_admin_opens_settings_and_personal_data(string name)
    {
        await using var visit = await console.SignedInAsync(name);
        foreach (var (page, path) in new[] { ("Settings", "/settings"), ("Personal data", "/erasures") })
        {
            await visit.OpenAsync("/");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = page })).ToHaveCountAsync(0);
            await visit.Page.GotoAsync(path);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { NameRegex = NotAllowed() })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync("/settings");
        var keys = visit.Page.Locator("section", new() { HasText = "API keys" });
        await keys.Locator("form input:visible").FillAsync("backup");
        await keys.GetByRole(AriaRole.Button, new() { Name = "Make key" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByTestId("new-key")).ToContainTextAsync("chk_");
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await keys.GetByRole(AriaRole.Button, new() { Name = "copy the key" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal(await visit.Page.GetByTestId("new-key").TextContentAsync(), await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await visit.OpenAsync("/settings");
        await Assertions.Expect(visit.Page.GetByTestId("new-key")).ToHaveCountAsync(0);
        await keys.GetByRole(AriaRole.Row, new() { NameRegex = Backup() }).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(keys.GetByRole(AriaRole.Row, new() { NameRegex = Backup() })).ToContainTextAsync("revoked");
    }

    [GeneratedRegex("purchase.*delivered", RegexOptions.Singleline)]
    private static partial Regex Delivered();

    [GeneratedRegex(@"^billing_details\.email \?\? receipt_email \(line \d+\); own event$")]
    private static partial Regex EmailsOrigin();

    [GeneratedRegex("user ada replay 1 webhooks chosen one by one")]
    private static partial Regex Replayed();

    [GeneratedRegex("does not allow this")]
    private static partial Regex NotAllowed();

    [GeneratedRegex("^/events/3#conversion-")]
    private static partial Regex RejectedEvent();

    [GeneratedRegex("^[1-9]")]
    private static partial Regex Some();

    [GeneratedRegex("backup")]
    private static partial Regex Backup();
}
