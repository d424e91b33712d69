using YamlDotNet.RepresentationModel;

namespace CometHooks.Configuration;

/// <summary>One mapping node of a YAML file: typed access to its keys, with every mistake as a problem at its place.</summary>
internal sealed class YamlSection(string file, YamlMappingNode node, ICollection<Problem> problems)
{
    public string File => file;

    public int Line => (int)node.Start.Line;

    /// <summary>The section of another mapping node of the same file.</summary>
    public YamlSection At(YamlMappingNode other) => new(file, other, problems);

    /// <summary>Names the keys that nobody knows.</summary>
    public void AllowOnly(string what, params IEnumerable<string> known)
    {
        foreach (var (key, _) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && !known.Contains(name, StringComparer.Ordinal))
            {
                Report(key, $"unknown {what} '{name}'.{NearestName.Hint(name, known)}");
            }
        }
    }

    public YamlNode? Find(string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "" or "~", Style: YamlDotNet.Core.ScalarStyle.Plain } ? value : null;

    public void Report(YamlNode at, string message) => Report((int)at.Start.Line, (int)at.Start.Column, message);

    public void Report(int line, int column, string message) => problems.Add(new Problem(file, line, column, message));

    public void Report(string message) => Report(node, message);

    /// <summary>The key's text; null where it is absent.</summary>
    public string? Text(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode { Value: { } value }:
                return value;
            case var other:
                Report(other, $"'{key}' must be one value.");
                return null;
        }
    }

    /// <summary>The key's text; a problem where it is absent.</summary>
    public string Required(string key, string example)
    {
        var value = Text(key);
        if (value is null && Find(key) is null)
        {
            Report($"'{key}' is missing. Write for example: {key}: {example}");
        }

        return value ?? "";
    }

    /// <summary>One value or a list of values, each with its node.</summary>
    public IReadOnlyList<YamlScalarNode> Scalars(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlScalarNode scalar:
                return [scalar];
            case YamlSequenceNode list:
                foreach (var item in list.Where(item => item is not YamlScalarNode))
                {
                    Report(item, $"'{key}' must be a value or a list of values.");
                }

                return [.. list.OfType<YamlScalarNode>()];
            case var other:
                Report(other, $"'{key}' must be a value or a list of values.");
                return [];
        }
    }

    /// <summary>The mappings in a list.</summary>
    public IEnumerable<YamlSection> Sections(string key)
    {
        switch (Find(key))
        {
            case null:
                yield break;
            case YamlSequenceNode list:
                foreach (var item in list)
                {
                    if (item is YamlMappingNode mapping)
                    {
                        yield return At(mapping);
                    }
                    else
                    {
                        Report(item, $"each item of '{key}' must hold 'name: value' lines.");
                    }
                }

                break;
            case var other:
                Report(other, $"'{key}' must be a list: lines that start with '- '.");
                break;
        }
    }

    /// <summary>The mapping under a key.</summary>
    public YamlSection? Section(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return At(mapping);
            case var other:
                Report(other, $"'{key}' must hold 'name: value' lines.");
                return null;
        }
    }

    /// <summary>Every key with its node.</summary>
    public IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries() =>
        node.Children.Where(x => x.Key is YamlScalarNode).Select(x => ((YamlScalarNode)x.Key, x.Value));

    /// <summary>A duration such as 30s, 5m, 25h or 7d.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Configuration.Duration.TryParse(text, out var value))
        {
            return value;
        }

        Report(Find(key)!, $"'{text}' is not a duration. Write for example: {key}: 30s (also m, h, d)");
        return null;
    }
}
