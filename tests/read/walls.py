# ruff: noqa: E501 - one wall a line
"""Invented walls in many shapes and languages, and short articles about such walls."""

from __future__ import annotations

NAV = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a></nav>"
FOOT = "<footer><p>© Harbour Herald</p></footer>"

# kind: language: title, sentences of the wall.
WALLS: dict[str, dict[str, tuple[str, str]]] = {
    "consent wall": {
        "en": (
            "Before you continue",
            "We and our partners store information on your device. You can change your preferences at any time.",
        ),
        "fr": (
            "Votre vie privée",
            "Nous et nos partenaires utilisons des traceurs sur votre appareil. Vous pouvez tout accepter ou gérer les cookies.",
        ),
        "de": (
            "Ihre Privatsphäre ist uns wichtig",
            "Wir und unsere Partner speichern Daten auf Ihrem Gerät. Mit Alle akzeptieren erteilen Sie Ihre Einwilligung.",
        ),
        "es": (
            "Valoramos tu privacidad",
            "Nosotros y nuestros socios guardamos datos en tu dispositivo. Pulsa aceptar y continuar para seguir.",
        ),
        "it": (
            "La tua privacy",
            "Noi e i nostri partner salviamo dati sul tuo dispositivo. Puoi revocare il consenso quando vuoi.",
        ),
        "pt": (
            "A sua privacidade",
            "Nós e os nossos parceiros guardamos dados no seu aparelho. Pode aceitar tudo ou gerir preferências.",
        ),
        "nl": (
            "Je privacy",
            "Wij en onze partners bewaren gegevens op je apparaat. Kies alles accepteren of voorkeuren beheren.",
        ),
        "pl": (
            "Szanujemy twoją prywatność",
            "My i nasi partnerzy zapisujemy dane na urządzeniu. Możesz wycofać zgodę w każdej chwili.",
        ),
        "uk": (
            "Ваша приватність",
            "Ми та наші партнери зберігаємо дані на вашому пристрої. Натисніть прийняти всі, щоб дати вашу згоду.",
        ),
        "ru": (
            "Ваша конфиденциальность",
            "Мы и наши партнеры храним данные на вашем устройстве. Нажмите принять все, чтобы дать ваше согласие.",
        ),
        "ar": ("خصوصيتك تهمنا", "نحن وشركاؤنا نخزن بيانات على جهازك. اضغط قبول الكل للمتابعة."),
        "tr": (
            "Gizliliğinize önem veriyoruz",
            "Biz ve iş ortaklarımız cihazınızda veri saklıyoruz. Tümünü kabul et düğmesine basabilirsiniz.",
        ),
    },
    "paywall": {
        "en": ("Mill closes", "Subscribe to continue reading this story."),
        "fr": (
            "Le moulin ferme",
            "Cet article est réservé aux abonnés. Abonnez-vous pour lire la suite.",
        ),
        "de": (
            "Die Mühle schließt",
            "Dieser Artikel ist nur für Abonnenten. Jetzt abonnieren, um weiterzulesen.",
        ),
        "es": ("El molino cierra", "Suscríbete para seguir leyendo esta noticia."),
        "it": (
            "Il mulino chiude",
            "Contenuto riservato agli abbonati. Abbonati per continuare a leggere.",
        ),
        "pt": (
            "O moinho fecha",
            "Conteúdo exclusivo para assinantes. Assine para continuar lendo.",
        ),
        "nl": (
            "De molen sluit",
            "Dit artikel is alleen voor abonnees. Neem een abonnement om verder te lezen.",
        ),
        "pl": ("Młyn zamknięty", "Wykup dostęp, aby czytać dalej. Tylko dla prenumeratorów."),
        "uk": ("Млин зачинено", "Оформіть передплату, щоб читати далі."),
        "ru": ("Мельница закрыта", "Материал доступен только подписчикам. Оформите подписку."),
        "ar": ("إغلاق المطحنة", "هذا المحتوى للمشتركين فقط. اشترك لمتابعة القراءة."),
        "tr": ("Değirmen kapandı", "Haberin tamamını okumak için abone olun."),
    },
    "robot check": {
        "en": ("Just a moment...", "Checking your browser. Please verify you are human."),
        "fr": ("Un instant…", "Nous devons vérifier que vous êtes humain. Trafic inhabituel."),
        "de": ("Nur einen Moment…", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
        "es": ("Un momento…", "Confirma que no eres un robot para entrar."),
        "it": ("Un momento", "Conferma che non sei un robot."),
        "pt": ("Um momento…", "Confirme que você é humano para continuar."),
        "nl": ("Een ogenblik geduld", "Bevestig dat je geen robot bent."),
        "pl": ("Chwileczkę…", "Potwierdź, że jesteś człowiekiem."),
        "uk": ("Зачекайте…", "Підтвердьте, що ви не робот."),
        "ru": ("Один момент…", "Подтвердите, что вы не робот. Необычный трафик из вашей сети."),
        "ar": ("لحظة من فضلك", "يرجى تأكيد أنك لست روبوت."),
        "tr": ("Bir dakika lütfen", "Devam etmek için robot olmadığınızı doğrulayın."),
    },
    "login": {
        "en": ("Log in", "Please log in to read on. Forgot your password?"),
        "fr": ("Connexion", "Veuillez vous connecter. Mot de passe oublié ?"),
        "de": ("Anmelden", "Bitte melden Sie sich an. Passwort vergessen?"),
        "es": ("Iniciar sesión", "Debes iniciar sesión. ¿Has olvidado tu contraseña?"),
        "it": ("Accedi", "Devi effettuare l'accesso. Password dimenticata?"),
        "pt": ("Entrar", "É necessário fazer login. Esqueceu a senha?"),
        "nl": ("Inloggen", "Je moet ingelogd zijn. Wachtwoord vergeten?"),
        "pl": ("Zaloguj się", "Musisz się zalogować. Nie pamiętasz hasła?"),
        "uk": ("Вхід", "Потрібно увійти. Забули пароль?"),
        "ru": ("Вход", "Необходимо авторизоваться. Забыли пароль?"),
        "ar": ("تسجيل الدخول", "يجب تسجيل الدخول. هل نسيت كلمة المرور؟"),
        "tr": ("Giriş yap", "Giriş yapmanız gerekiyor. Şifrenizi mi unuttunuz?"),
    },
    "missing page": {
        "en": ("404 - Page not found", "The page you are looking for may have been moved."),
        "fr": ("Page introuvable", "La page que vous recherchez n'est pas ici."),
        "de": ("Seite nicht gefunden", "Die gesuchte Seite gibt es hier nicht."),
        "es": ("Página no encontrada", "La página que buscas no está aquí."),
        "it": ("Pagina non trovata", "La pagina che stai cercando non esiste."),
        "pt": ("Página não encontrada", "A página que procura não existe."),
        "nl": ("Pagina niet gevonden", "De pagina die je zoekt is er niet."),
        "pl": ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
        "uk": ("Сторінку не знайдено", "Сторінка, яку ви шукаєте, не існує."),
        "ru": ("Страница не найдена", "Запрашиваемая страница не существует."),
        "ar": ("الصفحة غير موجودة", "الصفحة التي تبحث عنها ليست هنا."),
        "tr": ("Sayfa bulunamadı", "Aradığınız sayfa burada değil."),
    },
    "broken page": {
        "en": ("503 Service Unavailable", "Something went wrong. Please try again later."),
        "fr": ("Erreur serveur", "Une erreur est survenue. Veuillez réessayer."),
        "de": (
            "Wartungsarbeiten",
            "Es ist ein Fehler aufgetreten. Versuchen Sie es später noch einmal.",
        ),
        "es": ("Error interno del servidor", "Se ha producido un error. Inténtelo de nuevo."),
        "it": ("Errore del server", "Si è verificato un errore. Riprova più tardi."),
        "pt": ("Erro no servidor", "Ocorreu um erro. Tente novamente."),
        "nl": ("Serverfout", "Er is een fout opgetreden. Probeer het later."),
        "pl": ("Przerwa techniczna", "Wystąpił błąd. Spróbuj ponownie."),
        "uk": ("Помилка сервера", "Сталася помилка. Спробуйте пізніше."),
        "ru": ("Технические работы", "Произошла ошибка. Попробуйте позже."),
        "ar": ("خطأ في الخادم", "حدث خطأ. يرجى المحاولة لاحقا."),
        "tr": ("Sunucu hatası", "Bir hata oluştu. Lütfen tekrar deneyin."),
    },
    "script shell": {
        "en": ("Harbour Herald", "Please enable JavaScript to use this site."),
        "fr": ("Courrier du port", "Veuillez activer JavaScript pour lire ce site."),
        "de": ("Hafenbote", "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen."),
        "es": ("El Puerto", "Debe habilitar JavaScript para ver esta página."),
        "it": ("Il Porto", "Per favore attiva JavaScript per vedere il sito."),
        "pt": ("O Porto", "Por favor ative o JavaScript para ver o site."),
        "nl": ("Havenbode", "Schakel JavaScript in om deze site te zien."),
        "pl": ("Kurier Portowy", "Włącz JavaScript, aby zobaczyć stronę."),
        "uk": ("Портовий вісник", "Будь ласка, увімкніть JavaScript."),
        "ru": ("Портовый вестник", "Пожалуйста, включите JavaScript в браузере."),
        "ar": ("بريد الميناء", "يرجى تفعيل JavaScript في متصفحك."),
        "tr": ("Liman Postası", "Lütfen JavaScript'i etkinleştirin."),
    },
    "parked domain": {
        "en": ("harbour.example", "This domain is for sale. Buy this domain today."),
        "fr": ("harbour.example", "Ce nom de domaine est à vendre."),
        "de": ("harbour.example", "Diese Domain steht zum Verkauf."),
        "es": ("harbour.example", "Este dominio está en venta."),
        "it": ("harbour.example", "Questo dominio è in vendita."),
        "pt": ("harbour.example", "Este domínio está à venda."),
        "nl": ("harbour.example", "Deze domeinnaam is te koop."),
        "pl": ("harbour.example", "Ta domena jest na sprzedaż."),
        "uk": ("harbour.example", "Цей домен продається."),
        "ru": ("harbour.example", "Этот домен продается."),
        "ar": ("harbour.example", "هذا النطاق معروض للبيع."),
        "tr": ("harbour.example", "Bu alan adı satılık."),
    },
    "placeholder": {
        "en": ("Welcome to nginx!", "If you see this page, the nginx web server is installed."),
        "fr": ("Site en construction", "Ce site est en construction."),
        "de": ("Seite im Aufbau", "Hier entsteht eine neue Website."),
        "es": ("Sitio en construcción", "Volveremos pronto con un sitio nuevo."),
        "it": ("Sito in costruzione", "Torneremo presto con un sito nuovo."),
        "pt": ("Site em construção", "Voltamos já com um site novo."),
        "nl": ("Binnenkort online", "Onze nieuwe site komt eraan."),
        "pl": ("Strona w budowie", "Wracamy z nową stroną."),
        "uk": ("Сайт у розробці", "Повертаємося з новим сайтом."),
        "ru": ("Сайт в разработке", "Вернемся с новым сайтом."),
        "ar": ("الموقع تحت الإنشاء", "سنعود بموقع جديد."),
        "tr": ("Yapım aşamasında", "Yeni sitemizle döneceğiz."),
    },
}


def bare_shape(title: str, words: str) -> str:
    """A page with nothing but the wall."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"


def framed_shape(title: str, words: str) -> str:
    """The wall within the site's own furniture, each sentence in a block of its own."""
    blocks = "".join(f"<p>{part}.</p>" for part in words.rstrip(".").split(". "))
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Harbour Herald</title>"
        "<meta property=og:type content=website></head>"
        f"<body>{NAV}<main><div class=box><h2>{title}</h2>{blocks}<button>OK</button></div></main>"
        f"{FOOT}</body></html>"
    )


def division_shape(title: str, words: str) -> str:
    """The wall as divisions that no heading marks."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title><script>run()</script></head><body>"
        f"<div id=root><div class=a><div>{title}</div><div>{words}</div></div></div></body></html>"
    )


SHAPES = (bare_shape, framed_shape, division_shape)

# Articles about walls: short ones, in the words of walls where these can be quoted.
ABOUT = {
    "cookies": (
        "Regulator fines Harbour Herald over cookie banner",
        "The data office of Port Selby fined the Harbour Herald on Tuesday because its banner said "
        "“We and our partners store information” and gave readers no way to refuse.",
        "Ada Lund, who runs the office, said that a button marked “Accept all cookies” was not "
        "enough. The paper has until June to change it.",
    ),
    "paywall": (
        "Courier drops its paywall for storm coverage",
        "The Selby Courier has opened its storm coverage to all, so that nobody in the flooded "
        "streets meets the words “subscribe to continue reading”.",
        "Its editor, Tomas Brandvold, said the paper had lost few readers when it began to charge.",
    ),
    "404": (
        "Ministry's archive answers “Page not found”",
        "Hundreds of reports of the transport ministry now lead to the words “page not found”, "
        "researchers at the Selby college wrote on Monday.",
        "The ministry said that the page had been moved during repairs and would come back.",
    ),
    "javascript": (
        "Browser makers want to let readers turn JavaScript off",
        "Two makers of browsers told a meeting in Port Selby that readers should be able to switch "
        "scripts off for each site, and that news would load in half the time.",
        "Most sites then show a line that asks readers to enable JavaScript, they said.",
    ),
    "outage": (
        "Ferry bookings down after server error",
        "The ferry line's booking page showed an internal server error for six hours on Sunday, and "
        "forty cars were left on the quay at Port Selby.",
        "Ines Corvale, the harbour master, said drivers had been told to try again later.",
    ),
    "robots": (
        "Library asks visitors whether they are robots",
        "Visitors of the Selby library's catalogue must now click a box that says “I'm not a robot”, "
        "after machines had copied two million records in a week.",
        "According to the library the machines came from one company, which denied it.",
    ),
    "repairs": (
        "Old bridge stays shut",
        "The old bridge is temporarily unavailable to lorries, the harbour office said on Tuesday, "
        "and a new one is under construction a mile upriver.",
        "It will be back in spring. Please allow an hour more for the journey, the office said.",
    ),
}
