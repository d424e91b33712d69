using CometHooks.Configuration;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Map;

/// <summary>Reads a mapping file; every mistake in it is reported at once, with its place and what to write instead.</summary>
internal static class MappingReader
{
    /// <summary>What may stand at the root; the schema has the same.</summary>
    public static readonly string[] Keys = ["version", "source", "payload", "phone_country", "rules", "examples"];

    /// <summary>Longer than any mapping; without a bound a page or a key could keep the hub busy.</summary>
    public const int LongestText = 256 * 1024;

    /// <summary>The mapping; null where there were problems.</summary>
    public static Mapping? Read(string name, string text, ICollection<Problem> problems)
    {
        if (text.Length > LongestText)
        {
            problems.Add(new Problem(name, 0, 0, $"is longer than {LongestText / 1024} KiB."));
            return null;
        }

        var found = new List<Problem>();
        Mapping? mapping = null;
        if (YamlText.TryRead(name, text, found, out var root))
        {
            mapping = Read(name, text, new YamlSection(name, root, found));
        }

        foreach (var problem in found.OrderBy(p => p.Line).ThenBy(p => p.Column))
        {
            problems.Add(problem);
        }

        return found.Count == 0 ? mapping : null;
    }

    /// <summary>The version that a text is, whether it holds or not.</summary>
    public static string VersionOf(string text) => Signatures.Sha256Hex(System.Text.Encoding.UTF8.GetBytes(text))[..12];

    private static Mapping Read(string name, string text, YamlSection root)
    {
        root.AllowOnly("key", Keys);
        if (root.Text("version") is { } version && version != "1")
        {
            root.Report(root.Find("version")!, $"version {version} is not known to this program. Write: version: 1");
        }

        var phoneCountry = RuleReader.PhoneCountry(root);
        var sections = root.Sections("rules").ToList();
        var rules = sections.Select(rule => RuleReader.Read(rule, phoneCountry)).ToList();
        if (rules.Count == 0)
        {
            root.Report(root.Find("rules") ?? new YamlScalarNode(), "a mapping needs at least one rule under 'rules:'.");
        }

        foreach (var (index, rule) in rules.Index().Where(r => r.Item.Name.Length > 0 && rules.FindIndex(first => first.Name == r.Item.Name) < r.Index))
        {
            var line = rules.Find(first => first.Name == rule.Name)!.Line;
            root.Report(sections[index].Find("name")!, $"two rules are named '{rule.Name}', the first in line {line}: a rule's name says which conversion is whose, so give each its own.");
        }

        var source = root.Find("source")?.Start;
        return new Mapping
        {
            SourcePlace = source is { } place ? ((int)place.Line, (int)place.Column) : (1, 1),
            Name = name,
            Version = VersionOf(text),
            Text = text,
            Source = root.Required("source", "stripe"),
            Payload = root.Text("payload") is { Length: > 0 } path ? path.Split('.') : [],
            Rules = rules,
            Examples = [.. root.Sections("examples").Select(ExampleReader.Read)],
        };
    }
}
