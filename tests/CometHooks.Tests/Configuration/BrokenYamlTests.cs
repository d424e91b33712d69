using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Configuration;

/// <summary>What somebody is told whose YAML is broken: always a place and what to do, never an exception.</summary>
public sealed class BrokenYamlTests
{
    private const string Signs = "[]{}'\"&*|>";

    public static TheoryData<string> Files => [HubConfiguration.FileName, "prometheus/alerts.yaml", .. ShippedFiles.Mappings];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sign_missing_in_a_shipped_file_is_read_or_has_a_place(string file)
    {
        var text = ShippedFiles.Text(file);
        var broken = 0;

        for (var at = 0; at < text.Length; at++)
        {
            // Every sign that opens or closes; of what else matters a fifth, and of the rest a few.
            if (Signs.Contains(text[at]) || (at % 5 == 0 && text[at] is ':' or '\n' or '-' or ',') || at % 41 == 0)
            {
                var problems = Problems(file, text.Remove(at, 1));

                Assert.All(problems, p => Assert.True(p.Line > 0, $"without character {at}: {p}"));
                broken += problems.Count > 0 ? 1 : 0;
            }
        }

        Assert.True(broken > 10);
    }

    [Theory]
    [InlineData("    once_per: [old_invitee, uri\n    send: purchase", "6:15: '[' is never closed. Write ']' at the end of the list.")]
    [InlineData("    once_per: [old_invitee,\n      uri # both\n    send: purchase", "6:15: '[' is never closed. Write ']' at the end of the list.")]
    [InlineData("    recall: { booking: uri, email: email\n    send: purchase", "6:13: '{' is never closed. Write '}' at the end of the fields.")]
    [InlineData("    recall: { booking: [uri }\n    send: purchase", "6:24: '[' is never closed. Write ']' at the end of the list.")]
    [InlineData("    on: 'charge.succeeded\n    send: purchase\n    when: status = 'paid'", "6:9: the text that begins with ' has no end. Write ' behind it.")]
    [InlineData("    send: purchase\n    on: [", "7:9: '[' is never closed. Write ']' at the end of the list.")]
    [InlineData("    on: *adress", "6:9: no '&adress' stands above, so '*adress' means nothing. A text that begins with * needs quotes.")]
    [InlineData("    send: purchase\n    on: charge.succeeded\n    send: lead", "8:5: 'send' stands here again; it has a value in line 6. Keep one of them.")]
    [InlineData("<<<<<<< HEAD\n    send: purchase\n=======", "6:1: a conflict of git stands here.")]
    [InlineData("    on: charge.succeeded\n      when: paid", "7:11: not valid YAML: ")]
    [InlineData("    send: purchase\n   on: charge.succeeded", "7:4: this line does not fit the ones above.")]
    public void A_slip_in_YAML_is_named_where_it_is(string lines, string said)
    {
        var problems = Problems("m.yaml", $"# yaml-language-server: $schema=x\nversion: 1\nsource: stripe\nrules:\n  - name: payment\n{lines}\n    wait_for_identity: 30s\n");

        Assert.Contains(problems, p => p.ToString().StartsWith("m.yaml:" + said, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Message.Contains("needs quotes in YAML", StringComparison.Ordinal));
    }

    [Fact]
    public void Behind_a_bracket_that_is_never_closed_the_other_mistakes_are_found_too()
    {
        var text = ShippedFiles.Text("mappings/calendly.yaml").Replace("once_per: [old_invitee, uri]", "once_per: [old_invitee, uri", StringComparison.Ordinal).Replace("source: calendly", "sauce: calendly", StringComparison.Ordinal);

        var problems = Problems("mappings/calendly.yaml", text);

        Assert.Contains(problems, p => p.Message.Contains("Did you mean 'source'?", StringComparison.Ordinal));
        Assert.Contains(problems, p => p is { Line: 22, Column: 15, Message: "'[' is never closed. Write ']' at the end of the list." });
    }

    [Theory]
    [InlineData("a: &x [*x]")]
    [InlineData("a: &x { b: *x }")]
    public void What_stands_within_itself_is_a_problem(string text)
    {
        Assert.Contains("stands within what it names", Assert.Single(Problems("m.yaml", text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_within_lists_without_end_are_a_problem()
    {
        Assert.Contains(Problems("m.yaml", "a: " + new string('[', 100_000) + new string(']', 100_000)), p => p.Message.Contains("within each other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mapping_is_as_long_for_the_commands_as_for_the_console()
    {
        Assert.Equal("m.yaml: is longer than 256 KiB.", Assert.Single(Problems("m.yaml", new string('#', MappingReader.LongestText + 1))).ToString());
    }

    private static List<Problem> Problems(string file, string text)
    {
        var problems = new List<Problem>();
        if (file.StartsWith('m'))
        {
            Assert.True(MappingReader.Read(file, text, problems) is not null || problems.Count > 0);
        }
        else if (YamlText.TryRead(file, text, problems, out var root))
        {
            Setting.Of(file, root);
        }
        else
        {
            Assert.NotEmpty(problems);
        }

        return problems;
    }
}
