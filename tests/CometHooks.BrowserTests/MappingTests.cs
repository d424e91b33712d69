using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>A mapping is changed in the console.</summary>
public sealed partial class MappingTests(ConsoleUnderTest console)
{
    private const string Mapping = "mappings/stripe.yaml";

    // Too narrow for the big editor: the text is a plain field.
    private const int Narrow = 880;

    [Fact]
    public async Task A_mapping_is_edited_with_an_error_mended_previewed_compared_activated_and_rolled_back()
    {
        await using var visit = await console.SignedInAsync(width: Narrow);
        await visit.OpenAsync("/mappings");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = Mapping, Exact = true }).ClickAsync();
        var page = visit.Page;
        var text = page.GetByLabel($"Text of {Mapping}");
        var activate = page.GetByRole(AriaRole.Button, new() { Name = "Activate" });
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        await Assertions.Expect(activate).ToBeDisabledAsync();
        var shipped = await text.InputValueAsync();
        var line = shipped[..shipped.IndexOf("    send: purchase\n", StringComparison.Ordinal)].Count(c => c == '\n') + 1;

        // A mistake is said as one types, with its place, and leads there.
        await text.FillAsync(new Regex("    send: purchase\n").Replace(shipped, "    sent: purchase\n", 1));
        var problem = page.GetByLabel("Problems").GetByRole(AriaRole.Listitem).Filter(new() { HasText = "'sent'" }).First;
        await Assertions.Expect(problem).ToContainTextAsync($"line {line}");
        await Assertions.Expect(activate).ToBeDisabledAsync();
        await problem.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(text).ToBeFocusedAsync();
        Assert.Contains("sent: purchase", await page.EvaluateAsync<string>("(() => { const a = document.activeElement; const from = a.value.lastIndexOf('\\n', a.selectionStart) + 1; return a.value.slice(from, a.selectionEnd); })()"), StringComparison.Ordinal);

        // Mended, it is tried on what arrived.
        await text.FillAsync(shipped.Replace("  - name: payment\n", "  - name: sale\n", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Difference" })).ToContainTextAsync("3 webhooks of stripe: 0 gained, 0 lost, 0 changed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview this webhook" }).ClickAsync();
        await Assertions.Expect(page.GetByText("What each rule did")).ToBeVisibleAsync();
        Assert.DoesNotContain("ada@example.com", await page.ContentAsync(), StringComparison.Ordinal);

        await activate.ClickAsync();
        var rows = page.GetByRole(AriaRole.Row).Filter(new() { HasNotText = "Active from" }).Filter(new() { HasText = "active" });
        await Assertions.Expect(page.GetByText("is active.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Difference" })).Not.ToContainTextAsync("0 gained");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Back() })).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        Assert.Contains("- name: sale\n", await text.InputValueAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = Back() }).ClickAsync();
        await Assertions.Expect(page.GetByText("is active again.")).ToBeVisibleAsync();
        await Assertions.Expect(text).ToHaveValueAsync(shipped);

        await visit.OpenAsync("/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = Activated() })).ToHaveCountAsync(2);
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task At_a_desk_the_text_is_in_an_editor_that_marks_what_is_wrong_where_it_stands()
    {
        await using var visit = await console.SignedInAsync();
        await visit.OpenAsync($"/mappings/{Mapping}");
        var editor = visit.Page.Locator(".monaco-editor").First;
        await Assertions.Expect(visit.Page.GetByText("It holds, with")).ToBeVisibleAsync();
        await editor.Locator(".view-line").First.ClickAsync();
        await visit.Page.Keyboard.PressAsync("Control+Home");
        await visit.Page.Keyboard.TypeAsync("oops: 1\n");

        await Assertions.Expect(visit.Page.GetByLabel("Problems")).ToContainTextAsync("'oops'");
        await Assertions.Expect(editor.Locator(".squiggly-error")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Activate" })).ToBeDisabledAsync();
        await visit.Page.Keyboard.PressAsync("Control+End");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "line 1", Exact = true }).ClickAsync();
        await Assertions.Expect(editor.GetByText("oops")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("It holds, with")).ToBeVisibleAsync();
        await Assertions.Expect(editor.Locator(".squiggly-error")).ToHaveCountAsync(0);
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_draft_is_previewed_on_the_event_that_one_came_from_or_chooses_by_keyboard()
    {
        await using var visit = await console.SignedInAsync(width: Narrow);
        var page = visit.Page;
        await visit.OpenAsync("/events/3");
        await page.GetByRole(AriaRole.Link, new() { Name = "Preview in the editor" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        var preview = page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        var webhook = preview.GetByLabel("Webhook");
        await Assertions.Expect(webhook).ToHaveValueAsync("3");
        await Assertions.Expect(webhook.Locator("option")).ToHaveCountAsync(4);
        await preview.GetByRole(AriaRole.Button, new() { Name = "Preview this webhook" }).ClickAsync();
        await Assertions.Expect(preview).ToContainTextAsync("charge.succeeded, wh_3");
        await Assertions.Expect(preview).ToContainTextAsync("JPY");
        Assert.DoesNotContain("@example.com", await preview.InnerHTMLAsync(), StringComparison.Ordinal);

        // The next one in the list is the one before it.
        await webhook.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(webhook).ToHaveValueAsync("2");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(preview).ToContainTextAsync("checkout.session.completed, wh_2");

        await preview.GetByLabel("Endpoint").SelectOptionAsync(ConsoleUnderTest.SecondStripe);
        await Assertions.Expect(webhook.Locator("option")).ToHaveCountAsync(2);
        await Assertions.Expect(webhook).ToHaveValueAsync("");
        await preview.GetByRole(AriaRole.Button, new() { Name = "Preview this webhook" }).ClickAsync();
        await Assertions.Expect(preview).ToContainTextAsync("charge.succeeded, wh_7");
        await preview.GetByText("Preview a payload of your own").ClickAsync();
        await preview.GetByLabel("Payload").FillAsync(await File.ReadAllTextAsync(Path.Combine(console.Config, "samples", "stripe", "charge.succeeded.json"), TestContext.Current.CancellationToken));
        await preview.GetByRole(AriaRole.Button, new() { Name = "Preview this payload" }).ClickAsync();
        await Assertions.Expect(preview).ToContainTextAsync("purchase by rule payment");
        await PictureAsync(visit, "mapping-preview");
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_draft_that_is_empty_or_too_long_is_told_so_and_stays()
    {
        await using var visit = await console.SignedInAsync(width: Narrow);
        var page = visit.Page;
        await visit.OpenAsync($"/mappings/{Mapping}");
        var text = page.GetByLabel($"Text of {Mapping}");
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();

        await text.FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Problems" })).ToContainTextAsync("expected one YAML document");
        await Assertions.Expect(page.GetByText("It holds, with")).ToHaveCountAsync(0);

        await text.EvaluateAsync("area => area.value = '# long\\n'.repeat(200000)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Problems" })).ToContainTextAsync("is longer than 256 KiB.");
        Assert.Equal(1_400_000, (await text.InputValueAsync()).Length);

        var preview = page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await preview.GetByText("Preview a payload of your own").ClickAsync();
        await preview.GetByRole(AriaRole.Button, new() { Name = "Preview this payload" }).ClickAsync();
        await Assertions.Expect(preview).ToContainTextAsync("Paste a payload first.");
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_draft_is_compared_at_the_endpoint_and_over_as_many_webhooks_as_one_chooses()
    {
        await using var visit = await console.SignedInAsync(width: Narrow);
        var page = visit.Page;
        await visit.OpenAsync($"/mappings/{Mapping}");
        var text = page.GetByLabel($"Text of {Mapping}");
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        await text.FillAsync((await text.InputValueAsync()).Replace("on: charge.succeeded\n", "on: charge.never\n", StringComparison.Ordinal));
        var difference = page.GetByRole(AriaRole.Region, new() { Name = "Difference" });
        await difference.GetByLabel("Webhooks").SelectOptionAsync("1000");
        await difference.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(difference).ToContainTextAsync("3 webhooks of stripe: 0 gained, 0 lost, 1 changed");

        await difference.GetByLabel("Endpoint").SelectOptionAsync(ConsoleUnderTest.SecondStripe);
        await difference.GetByLabel("Webhooks").SelectOptionAsync("50");
        await difference.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(difference).ToContainTextAsync($"1 webhook of {ConsoleUnderTest.SecondStripe}: 0 gained, 0 lost");

        // Whoever leaves meanwhile is not held up by it, nor does it break the page that comes.
        await difference.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await page.EvaluateAsync("Blazor.navigateTo('/mappings')");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mappings", Level = 1 })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Mapping, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        Assert.Empty(visit.Errors);
    }

    [Fact]
    public async Task A_real_event_is_added_to_its_mapping_as_sample_and_example_and_active_once_somebody_looked_at_it()
    {
        const string mine = "mappings/calendly.yaml";
        await using var visit = await console.SignedInAsync();
        var page = visit.Page;
        var before = await File.ReadAllTextAsync(Path.Combine(console.Config, mine), TestContext.Current.CancellationToken);
        await visit.OpenAsync("/events/6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a sample" }).ClickAsync();
        var sample = await page.GetByTestId("sample").TextContentAsync();
        var file = Path.Combine(console.Config, (await page.GetByRole(AriaRole.Region, new() { Name = "A sample, and an example" }).Locator("h3 .mono").First.TextContentAsync())!);
        Assert.False(File.Exists(file));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add both to the mapping" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The example of wh_6 was added at line")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("It holds, with")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".monaco-editor .view-line").Filter(new() { HasText = "wh_6" }).First).ToBeInViewportAsync();
        await PictureAsync(visit, "mapping-example");
        Assert.Equal(sample, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(console.Config, mine), TestContext.Current.CancellationToken));

        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Assertions.Expect(page.GetByText("is active.")).ToBeVisibleAsync();
        var after = await File.ReadAllTextAsync(Path.Combine(console.Config, mine), TestContext.Current.CancellationToken);
        Assert.StartsWith(before, after, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(file), after[before.Length..], StringComparison.Ordinal);

        // Done twice, nothing is there twice.
        await visit.OpenAsync("/events/6");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a sample" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("sample")).ToHaveTextAsync(sample!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add both to the mapping" }).ClickAsync();
        await Assertions.Expect(page.GetByText("stands in an example already")).ToBeVisibleAsync();
        await visit.OpenAsync("/audit");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = Saved() })).ToHaveCountAsync(1);
        Assert.Empty(visit.Errors);
    }

    [Theory]
    [InlineData(880)]
    [InlineData(390)]
    public async Task A_read_only_file_is_changed_by_the_patch_that_the_page_offers(int width)
    {
        const string mine = "mappings/shopify.yaml";
        var path = Path.Combine(console.Config, mine);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            await using var visit = await console.SignedInAsync(width: width);
            var page = visit.Page;
            await visit.OpenAsync($"/mappings/{mine}");
            var text = page.GetByLabel($"Text of {mine}");
            await Assertions.Expect(page.GetByText("The file is read-only here")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByTestId("patch")).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Activate" })).ToHaveCountAsync(0);
            var changed = before.Replace("version: 1\n", "version: 1 # the first\n", StringComparison.Ordinal) + "# the end\n";
            await text.FillAsync(changed);
            await Assertions.Expect(page.GetByTestId("patch")).ToContainTextAsync("+version: 1 # the first");
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the patch" }).ClickAsync());
            Assert.Equal("shopify.yaml.patch", download.SuggestedFilename);
            Assert.Equal(await page.GetByTestId("patch").TextContentAsync(), await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
            await PictureAsync(visit, $"mapping-patch-{width}");

            await visit.OpenAsync("/events/4");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a sample" }).ClickAsync();
            await Assertions.Expect(page.GetByText("The mapping's file is read-only on this hub.")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add both to the mapping" })).ToHaveCountAsync(0);
            Assert.Empty(visit.Errors);
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task The_patch_of_a_file_keeps_the_ends_of_its_lines()
    {
        const string mine = "mappings/shopify.yaml";
        var path = Path.Combine(console.Config, mine);
        var before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, before.Replace("\n", "\r\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            await using var visit = await console.SignedInAsync(width: Narrow);
            await visit.OpenAsync($"/mappings/{mine}");
            await Assertions.Expect(visit.Page.GetByText("It holds, with")).ToBeVisibleAsync();
            await visit.Page.GetByLabel($"Text of {mine}").FillAsync(before.Replace("version: 1\n", "version: 1 # the first\n", StringComparison.Ordinal));
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Download the patch" }).ClickAsync());

            var lines = (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Split('\n');
            Assert.Equal("-version: 1\r", Assert.Single(lines.Skip(2), l => l.StartsWith('-')));
            Assert.Equal("+version: 1 # the first\r", Assert.Single(lines.Skip(2), l => l.StartsWith('+')));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
            await File.WriteAllTextAsync(path, before, CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_mapping_that_no_endpoint_names_is_not_there()
    {
        await using var visit = await console.SignedInAsync();

        await visit.OpenAsync("/mappings/comethooks.yaml");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no mapping comethooks.yaml" })).ToBeVisibleAsync();
        await visit.OpenAsync($"/mappings/{Uri.EscapeDataString(Mapping)}");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = Mapping, Level = 1 })).ToBeVisibleAsync();
    }

    private static Task<byte[]> PictureAsync(Visit visit, string name) => visit.Page.ScreenshotAsync(
        new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });

    [GeneratedRegex("user ada sample wh_6 a scrubbed sample was saved as samples.calendly")]
    private static partial Regex Saved();

    [GeneratedRegex("^Roll back to ")]
    private static partial Regex Back();

    [GeneratedRegex("user ada mapping mappings.stripe.yaml version")]
    private static partial Regex Activated();
}
