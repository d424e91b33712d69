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
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare over the last 200" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Difference" })).ToContainTextAsync("3 webhooks of stripe: 0 gained, 0 lost, 0 changed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview the last webhook" }).ClickAsync();
        await Assertions.Expect(page.GetByText("What each rule did")).ToBeVisibleAsync();
        Assert.DoesNotContain("ada@example.com", await page.ContentAsync(), StringComparison.Ordinal);

        await activate.ClickAsync();
        var rows = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "active" });
        await Assertions.Expect(page.GetByText("is active.")).ToBeVisibleAsync();
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
    public async Task A_mapping_that_no_endpoint_names_is_not_there()
    {
        await using var visit = await console.SignedInAsync();

        await visit.OpenAsync("/mappings/comethooks.yaml");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no mapping comethooks.yaml" })).ToBeVisibleAsync();
        await visit.OpenAsync($"/mappings/{Uri.EscapeDataString(Mapping)}");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = Mapping, Level = 1 })).ToBeVisibleAsync();
    }

    [GeneratedRegex("^Roll back to ")]
    private static partial Regex Back();

    [GeneratedRegex("user ada mapping mappings.stripe.yaml version")]
    private static partial Regex Activated();
}
