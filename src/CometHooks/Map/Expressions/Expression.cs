using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CometHooks.Map.Expressions;

/// <summary>
/// An expression of a rule: JSONata's syntax and meaning as a subset, compiled once. It has no loops, no recursion, no
/// regular expressions and no I/O, and its work is bounded (<see cref="Limits"/>).
/// </summary>
/// <remarks>
/// It differs from JSONata (https://docs.jsonata.org) in three ways. <c>??</c> also skips null. Numbers are exact decimals
/// and print all their digits; division rounds half to even at 28 digits; overflow and division by zero are errors. A list
/// where one value is needed, and a comparison of text with a number, are errors that say what to write.
/// </remarks>
internal sealed class Expression
{
    private readonly Evaluator _code;
    private readonly Place _whole;
    private readonly KeyValuePair<string, Evaluator>[] _reads;

    private Expression(string text, Node node)
    {
        Text = text;
        _whole = new Place(text, 0, text.Length);
        _code = Compiler.Compile(node);
        _reads = [.. Reads.Of(node).DistinctBy(part => part.Place.Text).Select(part => KeyValuePair.Create(part.Place.Text, Compiler.Compile(part)))];
        Paths = [.. _reads.Select(read => read.Key)];
    }

    public string Text { get; }

    /// <summary>The paths and variables that it reads, as they are written in it.</summary>
    public IReadOnlyList<string> Paths { get; }

    public static bool TryCompile(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionError? error)
    {
        expression = Parser.TryParse(text, out var node, out error) ? new Expression(text, node) : null;
        return expression is not null;
    }

    public Evaluation Evaluate(in ExpressionInput input)
    {
        try
        {
            return Result.Of(Run(_code, input), _whole);
        }
        catch (Exception e) when (IsAboutUnicode(e))
        {
            return new Evaluation(null, NotUnicode());
        }
    }

    /// <summary>The values of <see cref="Paths"/> for this input, as short text: "when is false: captured = false".</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Observe(in ExpressionInput input)
    {
        var seen = new KeyValuePair<string, string>[_reads.Length];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = KeyValuePair.Create(_reads[i].Key, Show(_reads[i].Value, input));
        }

        return seen;
    }

    private string Show(Evaluator code, in ExpressionInput input)
    {
        try
        {
            return Reads.Show(Run(code, input));
        }
        catch (Exception e) when (IsAboutUnicode(e))
        {
            return NotUnicode().Message;
        }
    }

    private static Value Run(Evaluator code, in ExpressionInput input)
    {
        var frame = new Frame(input);
        var context = input.Context;
        if (context.IsList)
        {
            var payload = new Sequence(collapses: true) { IsPayload = true };
            payload.TryAdd(context);
            context = Value.Of(payload);
        }

        return code(ref frame, context);
    }

    // JSON may hold half of a surrogate pair (\ud83d), and so may a text that was cut. JsonElement answers by these exceptions
    // wherever it has to decode the one or to compare with the other.
    private static bool IsAboutUnicode(Exception e) =>
        e is ArgumentException { InnerException: EncoderFallbackException } or (InvalidOperationException and not ObjectDisposedException);

    private ExpressionError NotUnicode() =>
        _whole.Error("a text that this reads is not valid Unicode. Read another path, or leave the field out.");
}
