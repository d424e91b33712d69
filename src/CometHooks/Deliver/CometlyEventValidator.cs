using CometHooks.Configuration;
using FluentValidation;

namespace CometHooks.Deliver;

/// <summary>What makes Cometly refuse an event. Everything else is dropped from the body: an optional field never costs a conversion.</summary>
internal sealed class CometlyEventValidator : AbstractValidator<CometlyEvent>
{
    /// <summary>Marks what evidence from elsewhere could heal.</summary>
    public const string Lacking = "lacking";

    public CometlyEventValidator()
    {
        RuleFor(e => e.EventName)
            .Must(CometlyEventNames.All.ContainsKey)
            .WithMessage(e => $"event_name: Cometly has no event '{e.EventName}'.{NearestName.Hint(e.EventName, CometlyEventNames.All.Keys)}");

        RuleFor(e => e)
            .Must(Identification.IsThere)
            .WithName("identification")
            .WithErrorCode(Lacking)
            .WithMessage(e => $"identification: {Identification.Missing(e)}");

        RuleFor(e => e.Person.Email)
            .Must(email => FieldShape.IsEmail(email!))
            .When(e => e.Person.Email is not null)
            .WithErrorCode(Lacking)
            .WithMessage("email: not an e-mail address, and nothing else identifies the visitor");

        RuleFor(e => e.Order.Amount)
            .GreaterThanOrEqualTo(0m)
            .WithMessage(e => $"amount: {e.Order.Amount} is negative, Cometly knows no money that flows back");

        RuleFor(e => e.Order.Currency)
            .Must(currency => FieldShape.IsCurrency(currency!))
            .When(e => e.Order.Currency is not null)
            .WithMessage("currency: not three letters");
    }
}
