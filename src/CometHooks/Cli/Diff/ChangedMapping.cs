using CometHooks.Configuration;
using CometHooks.Map;

namespace CometHooks.Cli.Diff;

/// <summary>The mapping file that is to be compared, and the endpoint that would be mapped by it.</summary>
internal static class ChangedMapping
{
    /// <summary>The endpoint's target with the file's mapping; null where something is wrong.</summary>
    /// <param name="hub">The hub as it is configured.</param>
    /// <param name="file">The mapping file.</param>
    /// <param name="endpoint">The endpoint; null: the one whose mapping has the file's name.</param>
    /// <param name="problems">What is wrong.</param>
    public static MapTarget? Read(ConfiguredHub hub, string file, string? endpoint, List<Problem> problems)
    {
        if (ReadMapping(file, problems) is { } mapping && Find(hub, file, endpoint, problems) is { } target)
        {
            if (mapping.Source == target.Adapter.Source)
            {
                return target with { Mapping = mapping };
            }

            problems.Add(new Problem(file, mapping.SourcePlace.Line, mapping.SourcePlace.Column, $"is for source '{mapping.Source}', but endpoint '{target.Endpoint}' receives from '{target.Adapter.Source}'."));
        }

        return null;
    }

    private static Mapping? ReadMapping(string file, List<Problem> problems)
    {
        try
        {
            return FileText.TryRead(file, File.ReadAllBytes(file), problems, out var text) ? MappingReader.Read(file, text, problems) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(file, 0, 0, $"cannot be read: {e.Message}"));
            return null;
        }
    }

    private static MapTarget? Find(ConfiguredHub hub, string file, string? endpoint, List<Problem> problems)
    {
        var all = string.Join(", ", hub.Options.Endpoints.Keys);
        if (endpoint is not null)
        {
            // As the configuration spells it: so do the stored webhooks.
            if (hub.Options.Endpoints.Keys.FirstOrDefault(name => name.Equals(endpoint, StringComparison.OrdinalIgnoreCase)) is { } spelled)
            {
                return hub.Targets.Find(spelled);
            }

            problems.Add(new Problem(HubConfiguration.FileName, 0, 0, $"there is no endpoint '{endpoint}'.{NearestName.Hint(endpoint, hub.Options.Endpoints.Keys)} The configuration has: {all}"));
            return null;
        }

        var name = Path.GetFileName(file);
        var namesakes = hub.Options.Endpoints.Where(e => Path.GetFileName(e.Value.Mapping) == name).Select(e => e.Key).ToList();
        if (namesakes is [var only])
        {
            return hub.Targets.Find(only);
        }

        problems.Add(new Problem(file, 0, 0, namesakes.Count == 0
            ? $"no endpoint names a mapping file {name}. Say with --endpoint which one is meant; the configuration has: {all}"
            : $"several endpoints name a mapping file {name}. Say with --endpoint which one is meant: {string.Join(", ", namesakes)}"));
        return null;
    }
}
