using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>A person is forgotten in the console.</summary>
public sealed partial class ForgetTests(ConsoleUnderTest console)
{
    [Theory]
    [InlineData(1280, "zora.quill@lantern.example")]
    [InlineData(390, "quill+phone@lantern.example")]
    public async Task A_person_is_forgotten_after_a_preview_and_a_yes_and_is_found_no_more(int width, string address)
    {
        await console.PostAsync("calendly/invitee.created.json", of: address);
        await using var visit = await console.SignedInAsync(width: width);
        var page = visit.Page;
        await DeliveredAsync(page, address);
        var eventPage = (await page.GetByRole(AriaRole.Row, new() { NameRegex = Delivered() }).GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!;
        await visit.OpenAsync("/");
        var sent = new List<string>();
        page.Request += (_, request) => sent.Add(request.Url);

        // From the menu: the address is typed here, and stands in no URL.
        if (width < 900)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Personal data" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Personal data", Level = 1 })).ToBeVisibleAsync();
        var forget = page.GetByRole(AriaRole.Region, new() { Name = "Forget a person" });
        await forget.GetByLabel("E-mail address").FillAsync(address.ToUpperInvariant());
        await forget.GetByRole(AriaRole.Button, new() { Name = "See what is found" }).ClickAsync();
        await Assertions.Expect(forget).ToContainTextAsync("is found: 1 webhook, 1 conversion, 1 attempt");
        await PictureAsync(page, "erasures-found", width);

        var erase = forget.GetByRole(AriaRole.Button, new() { Name = "Erase for good" });
        await Assertions.Expect(erase).ToBeDisabledAsync();
        await forget.GetByRole(AriaRole.Checkbox).CheckAsync();
        await erase.ClickAsync();

        await Assertions.Expect(forget).ToContainTextAsync(Erased());
        var receipt = page.GetByRole(AriaRole.Region, new() { Name = "Receipts" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "user ada" }).First;
        await Assertions.Expect(receipt).ToContainTextAsync("done");
        await Assertions.Expect(receipt).ToContainTextAsync("1 webhook, 1 conversion");
        Assert.DoesNotContain("quill", await page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        await PictureAsync(page, "erasures-done", width);
        Assert.DoesNotContain(sent, url => url.Contains("quill", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("quill", console.Log, StringComparison.OrdinalIgnoreCase);

        await visit.OpenAsync($"/search?q={Uri.EscapeDataString(address)}");
        await Assertions.Expect(page.GetByText("Nothing was found")).ToBeVisibleAsync();
        await visit.OpenAsync(eventPage);
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "What arrived" })).ToContainTextAsync("Personal data was erased");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "What was sent" })).ToContainTextAsync("Personal data was erased");
        await Assertions.Expect(page.Locator(".headline").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Preview in the editor" })).ToHaveCountAsync(0);
        Assert.DoesNotContain("quill", await page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        await PictureAsync(page, "event-erased", width);
        await visit.OpenAsync("/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "user ada" }).Filter(new() { HasText = "erased: 1 webhook, 1 conversion" }).First).ToBeVisibleAsync();
        Assert.DoesNotContain("quill", await page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task Whoever_leaves_it_after_the_preview_has_erased_nothing()
    {
        const string address = "lev.quill@lantern.example";
        await console.PostAsync("calendly/invitee.created.json", of: address);
        await using var visit = await console.SignedInAsync();
        await DeliveredAsync(visit.Page, address);
        await visit.OpenAsync("/erasures");
        var forget = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Forget a person" });
        await forget.GetByLabel("E-mail address").FillAsync(address);
        await forget.GetByRole(AriaRole.Button, new() { Name = "See what is found" }).ClickAsync();
        await Assertions.Expect(forget).ToContainTextAsync("is found: 1 webhook");
        await forget.GetByRole(AriaRole.Checkbox).CheckAsync();

        await forget.GetByRole(AriaRole.Button, new() { Name = "Leave it" }).ClickAsync();

        await Assertions.Expect(forget.GetByLabel("E-mail address")).ToHaveValueAsync("");
        await DeliveredAsync(visit.Page, address);
    }

    [Fact]
    public async Task Older_receipts_come_by_a_button_and_stay_when_newer_ones_come()
    {
        const int more = 26;
        await using var visit = await console.SignedInAsync();
        using var client = await AdminAsync(visit.Page, "receipts");
        for (var i = 0; i < more; i++)
        {
            await BeginAsync($"nobody{i}@lantern.example");
        }

        await visit.OpenAsync("/erasures");
        var receipts = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Receipts" });
        var oldest = receipts.GetByRole(AriaRole.Cell, new() { Name = "1", Exact = true });
        await Assertions.Expect(receipts.GetByRole(AriaRole.Button, new() { Name = "More" })).ToBeVisibleAsync();
        await Assertions.Expect(oldest).ToHaveCountAsync(0);

        await receipts.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Assertions.Expect(oldest).ToBeVisibleAsync();
        await Assertions.Expect(receipts.GetByRole(AriaRole.Button, new() { Name = "More" })).ToHaveCountAsync(0);

        var newest = await BeginAsync("nobody@lantern.example");
        await Assertions.Expect(receipts.GetByRole(AriaRole.Cell, new() { Name = $"{newest}", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(receipts.GetByRole(AriaRole.Row)).ToHaveCountAsync((int)newest + 1);

        async Task<long> BeginAsync(string email)
        {
            using var answer = await client.PostAsJsonAsync("/api/erasures", new { email }, TestContext.Current.CancellationToken);
            return (long)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["id"]!;
        }
    }

    // A program with an admin's key, made as people make one.
    private async Task<HttpClient> AdminAsync(IPage page, string name)
    {
        await page.GotoAsync("/settings");
        var keys = page.Locator("section", new() { HasText = "API keys" });
        await keys.Locator("form input:visible").FillAsync(name);
        await keys.Locator("form select").SelectOptionAsync("admin");
        await keys.GetByRole(AriaRole.Button, new() { Name = "Make key" }).ClickAsync();
        var key = await page.GetByTestId("new-key").TextContentAsync();
        return new HttpClient { BaseAddress = console.Url, DefaultRequestHeaders = { { "Authorization", $"Bearer {key}" } } };
    }

    // Mapping and delivery take a moment; each look is a page.
    private static async Task DeliveredAsync(IPage page, string address)
    {
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "the booking was not delivered");
            await page.GotoAsync($"/search?q={Uri.EscapeDataString(address)}");
            await page.Locator("section.card").WaitForAsync();
        }
        while (await page.GetByRole(AriaRole.Row, new() { NameRegex = Delivered() }).CountAsync() == 0);
    }

    private static async Task PictureAsync(IPage page, string name, int width)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName, $"{name}-{width}-light.png"), FullPage = true });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name} scrolls sideways at {width} px");
    }

    [GeneratedRegex(@"Erased: 1 webhook, 1 conversion, 1 attempt.*Receipt \d+ names nobody")]
    private static partial Regex Erased();

    [GeneratedRegex("delivered")]
    private static partial Regex Delivered();
}
