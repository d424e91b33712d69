using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Rehearse;
using CometHooks.Operate.Scrub;
using CometHooks.Sources;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Operate.Edit;

/// <summary>An example comes into a mapping's text, and nothing else of the text changes.</summary>
public sealed class AddedExampleTests
{
    private const string Rules = """
        version: 1
        source: stripe
        rules:
          - name: payment # of a charge
            on: charge.succeeded
            send: purchase
            once_per: id
            fields:
              email: billing_details.email

        """;

    private const string Mine = "  - name: \"mine\"\n    events: [ \"stripe/charge.succeeded.json\" ]\n    sends: []\n";

    public static TheoryData<string> Mappings => [.. ShippedFiles.Mappings];

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Each_shipped_mapping_holds_with_one_more_example_and_stays_as_it_was_otherwise(string name)
    {
        using var folder = new HubFolder("http://127.0.0.1:9/");
        var hub = folder.Load();
        var target = hub.AllTargets.Single(t => t.Mapping.Name == name);
        var sample = ShippedFiles.SamplesOf(target.Mapping.Source).First();
        var request = SampleFolder.Request(target.Adapter, Path.GetFileName(sample), File.ReadAllBytes(Path.Combine(ShippedFiles.SamplesFolder, sample)), secret: null, TimeProvider.System.GetUtcNow());
        var plain = target with { Options = new() { Source = target.Adapter.Source }, Destination = new DestinationOptions() };
        var rehearsed = await hub.Rehearsal.RunAsync(plain, [new RehearsedRequest(TimeSpan.Zero, request)], TestContext.Current.CancellationToken);
        var example = ExampleText.Of(rehearsed[0].Record, sample, "USD", rehearsed);

        Assert.True(AddedExample.TryAdd(name, target.Mapping.Text, example, out var changed, out var line, out var why), why);

        Assert.Equal(target.Mapping.Text, changed.Replace(example, "", StringComparison.Ordinal));
        Assert.StartsWith(example.Split('\n')[0], changed.Split('\n')[line - 1], StringComparison.Ordinal);
        var problems = new List<Problem>();
        var mapping = MappingReader.Read(name, changed, problems);
        Assert.Empty(problems);
        var results = await hub.Examples.RunAsync(target with { Mapping = mapping! }, TestContext.Current.CancellationToken);
        Assert.Equal(target.Mapping.Examples.Count + 1, results.Count);
        Assert.Empty(results.SelectMany(r => r.Problems));
    }

    [Theory]
    [InlineData("", "\nexamples:\n|")]
    [InlineData("# the end\n", "# the end\n\nexamples:\n|")]
    [InlineData("# no end of the line", "# no end of the line\n\nexamples:\n|")]
    [InlineData("examples:\n", "examples:\n|")]
    [InlineData("examples: # none yet\n", "examples: # none yet\n|")]
    [InlineData("examples: [] # none yet\n", "examples: # none yet\n|")]
    [InlineData("examples:\n  - name: a\n    events: [ x.json ]\n    sends: []\n", "examples:\n  - name: a\n    events: [ x.json ]\n    sends: []\n|")]
    [InlineData("examples:\n  - name: a\n    events: [ x.json ]\n    sends: []", "examples:\n  - name: a\n    events: [ x.json ]\n    sends: []\n|")]
    [InlineData("examples:\n  - name: a\n    events:\n      - x.json\n  # of a\n    sends: []\n    # its end\n\n# what follows\nphone_country: DE\n", "examples:\n  - name: a\n    events:\n      - x.json\n  # of a\n    sends: []\n    # its end\n|\n# what follows\nphone_country: DE\n")]
    [InlineData("\"examples\" :\n- name: a\n  events: [ x.json,\n    y.json ]\n  sends: []\nphone_country: DE\n", "\"examples\" :\n- name: a\n  events: [ x.json,\n    y.json ]\n  sends: []\n|phone_country: DE\n")]
    public void It_stands_after_the_last_one_indented_as_they_are(string after, string expected)
    {
        Assert.True(AddedExample.TryAdd("m.yaml", Rules + after, Mine, out var changed, out var line, out var why), why);

        var indented = expected.Contains("\n- ", StringComparison.Ordinal) ? string.Concat(Mine.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"{l[2..]}\n")) : Mine;
        Assert.Equal(Rules + expected.Replace("|", indented, StringComparison.Ordinal), changed);
        Assert.Contains("- name: \"mine\"", changed.Split('\n')[line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_ends_of_lines_stay_those_of_the_text()
    {
        var text = $"{Rules}examples: []\n".Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.True(AddedExample.TryAdd("m.yaml", text, Mine, out var changed, out _, out _));

        Assert.Equal($"{Rules}examples:\n{Mine}".Replace("\n", "\r\n", StringComparison.Ordinal), changed);
    }

    [Theory]
    [InlineData("examples: [ { name: a, events: [ x.json ], sends: [] } ]\n", "by itself")]
    [InlineData("examples: &mine\n  - { name: a, events: [ x.json ], sends: [] }\n", "by itself")]
    [InlineData("exampels: []\n", "cannot be read")]
    public void Where_it_cannot_be_added_the_text_stays_and_it_is_said_why(string after, string expected)
    {
        Assert.False(AddedExample.TryAdd("m.yaml", Rules + after, Mine, out var changed, out _, out var why));

        Assert.Equal(Rules + after, changed);
        Assert.Contains(expected, why, StringComparison.Ordinal);
    }
}
