using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace CometHooks.Proof.World;

/// <summary>
/// A sample whose values are written over. Only fields that the sample has: which fields an event has, its platform and
/// its API version decide, and an invented link would prove nothing.
/// </summary>
internal sealed class SamplePaper
{
    private static readonly ConcurrentDictionary<string, JsonNode> Samples = new(StringComparer.Ordinal);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "config", "samples");
    private readonly string _sample;
    private readonly JsonNode _body;

    public SamplePaper(string sample)
    {
        _sample = sample;
        _body = Samples.GetOrAdd(sample, name => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name)))!).DeepClone();
    }

    /// <summary>Writes over the field at this path.</summary>
    public SamplePaper With(string path, JsonNode? value)
    {
        var at = path.LastIndexOf('.');
        var parent = at < 0 ? _body : Find(path[..at]);
        var name = path[(at + 1)..];
        if (parent is not JsonObject fields || !fields.ContainsKey(name))
        {
            throw new ArgumentException($"{_sample} has no field {path}.", nameof(path));
        }

        fields[name] = value;
        return this;
    }

    /// <summary>What the shop may write there by itself: metadata, attributes.</summary>
    public SamplePaper WithOwn(string path, params (string Name, string? Value)[] own)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in own.Where(o => o.Value is not null))
        {
            fields[name] = value;
        }

        return With(path, fields);
    }

    public Happening At(DateTimeOffset time) => new(_sample, Encoding.UTF8.GetBytes(_body.ToJsonString()), time);

    private JsonNode? Find(string path) => path.Split('.').Aggregate((JsonNode?)_body, (node, name) => node?[name]);
}
